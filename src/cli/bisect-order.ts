import { settleRange } from '../bisect/git-range.ts'
import type { Order, Origin } from '../bisect/hunt-log.ts'
import { usualRules } from '../bisect/rules.ts'
import { orderQemus } from '../bisect/version-list.ts'
import { UsageError } from '../model/errors.ts'
import type { Hunt } from '../model/hunt-report.ts'
import type { Say } from '../model/say.ts'
import { durationMs, sizeBytes } from '../model/units.ts'
import type { BisectFlags } from './bisect-flags.ts'
import { listedQemus } from './bisect-list.ts'
import { symptomNamed } from './bisect-symptom.ts'
import { tool } from './tool.ts'

/** What a command line asks for, settled: commits in full, paths absolute, versions asked. Throws UsageError. */
export async function orderOf(
  id: string,
  flags: BisectFlags,
  command: readonly string[],
  say: Say,
  signal: AbortSignal,
): Promise<Order> {
  const { bound, mostRuns } = rulesOf(flags)
  // Asked now, and not after the first build.
  durationMs(flags.timeout)
  sizeBytes(flags.memory)
  sizeBytes(flags.cacheSize)
  const { origin, hunt, notes } =
    flags.qemu === undefined ? await gitOrder(flags, signal) : await listOrder(flags, say, signal)
  const { accel, memory, kernel, initrd, timeout, cacheSize, asDocumented } = flags
  return {
    kind: 'order',
    schema: 1,
    tool,
    command,
    case: id,
    origin,
    hunt,
    symptom: flags.symptom === undefined ? null : symptomNamed(flags.symptom),
    bound,
    mostRuns,
    notes,
    run: {
      ...{ accel, memory, timeout, cacheSize, asDocumented: asDocumented === true },
      ...(kernel === undefined ? {} : { kernel }),
      ...(initrd === undefined ? {} : { initrd }),
    },
  }
}

interface Settled {
  readonly origin: Origin
  readonly hunt: Hunt | null
  readonly notes: readonly string[]
}

async function gitOrder(flags: BisectFlags, signal: AbortSignal): Promise<Settled> {
  const ends = endsOf(flags)
  const { build, binary, repo, firstParent } = flags
  if (build === undefined || binary === undefined) {
    throw new UsageError(
      "wanted how to build a revision: --build 'ninja -C build qemu-system-x86_64' --binary build/qemu-system-x86_64",
    )
  }
  const buildLimitMs = durationMs(flags.buildLimit)
  const range = await settleRange({ repo, ...ends, firstParent: firstParent === true }, signal)
  const { before, after, notes } = range
  const origin: Origin = {
    ...{ kind: 'git', repo: range.repo, before, after, firstParent: firstParent === true },
    ...{ build, binary, buildLimitMs },
  }
  return { origin, hunt: ends.hunt, notes }
}

async function listOrder(flags: BisectFlags, say: Say, signal: AbortSignal): Promise<Settled> {
  const { good, bad, old, new: newer, build, binary } = flags
  if ([good, bad, old, newer, build, binary].some(flag => flag !== undefined)) {
    throw new UsageError(
      'wanted either a list (--qemu A --qemu B …) or a history (--good REV --bad REV --repo PATH --build CMD --binary PATH), not both',
    )
  }
  const named = await listedQemus(flags.qemu ?? [], say, signal)
  const qemus = orderQemus(named, flags.inOrder === true)
  return { origin: { kind: 'list', qemus }, hunt: flags.findFix ? 'first-good' : null, notes: [] }
}

interface WantedEnds {
  readonly before: string
  readonly after: string
  readonly options: { readonly before: string; readonly after: string }
  readonly hunt: Hunt | null
}

/** Good and bad say which end has the bug; old and new leave that to the verdicts. */
function endsOf({ good, bad, old, new: newer, findFix }: BisectFlags): WantedEnds {
  const hasTerms = [good !== undefined && bad !== undefined, old !== undefined && newer !== undefined]
  const count = [good, bad, old, newer].filter(end => end !== undefined).length
  if (count !== 2 || !hasTerms.some(Boolean)) {
    throw new UsageError(
      'wanted two ends: --good REV --bad REV, or --old REV --new REV; or a list: --qemu A --qemu B …',
    )
  }
  if (old !== undefined && newer !== undefined) {
    const options = { before: '--old', after: '--new' }
    return { before: old, after: newer, options, hunt: findFix ? 'first-good' : null }
  }
  const [goodEnd, badEnd] = [good ?? '', bad ?? '']
  return findFix
    ? { before: badEnd, after: goodEnd, options: { before: '--bad', after: '--good' }, hunt: 'first-good' }
    : { before: goodEnd, after: badEnd, options: { before: '--good', after: '--bad' }, hunt: 'first-bad' }
}

function rulesOf({ errorBound, maxRuns }: BisectFlags): { bound: number; mostRuns: number } {
  const percent = /^(\d+(?:\.\d+)?) ?%?$/.exec(errorBound)?.[1]
  const bound = Number(percent) / 100
  if (!(bound > 0 && bound <= 0.3)) {
    throw new UsageError(
      `--error-bound: wanted a percentage above 0 and up to 30, like 1%, got '${errorBound}'`,
    )
  }
  const mostRuns = Number(maxRuns)
  if (!Number.isInteger(mostRuns) || mostRuns < 4) {
    throw new UsageError(
      `--max-runs: wanted a whole number from 4 on (usual: ${usualRules.mostRuns}), got '${maxRuns}'`,
    )
  }
  return { bound, mostRuns }
}
