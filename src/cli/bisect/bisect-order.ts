import { resolve } from 'node:path'
import { settleRange, type WantedRange } from '../../bisect/git/git-range.ts'
import { checkBinary } from '../../bisect/git/git-source.ts'
import type { Order, Origin, RunOptions } from '../../bisect/hunt-log.ts'
import { runOptions } from '../../bisect/log-lines.ts'
import { usualRules } from '../../bisect/search/rules.ts'
import { orderQemus } from '../../bisect/versions/version-list.ts'
import type { Case } from '../../model/case/case.ts'
import { parse } from '../../model/contract/schema.ts'
import { currentSchema } from '../../model/contract/schema-version.ts'
import { UsageError } from '../../model/errors.ts'
import type { OnProgress } from '../../model/progress-event.ts'
import { durationMs, sizeBytes } from '../../model/value/units.ts'
import type { BisectFlags } from '../option/bisect-flags.ts'
import { symptomNamed } from '../option/bisect-symptom.ts'
import { theQemus } from '../play/qemus.ts'
import { checkGuest } from '../play/test-bed.ts'
import { tool } from '../tool.ts'

/** What a command line asks for, settled: commits in full, paths absolute, versions asked. Throws UsageError. */
export async function orderOf(
  played: Case,
  flags: BisectFlags,
  command: readonly string[],
  onProgress: OnProgress,
  signal: AbortSignal,
): Promise<Order> {
  const rules = rulesOf(flags)
  const run = await runOptionsOf(flags)
  const symptom = flags.symptom === undefined ? null : symptomNamed(flags.symptom)
  const settled = flags.qemu === undefined ? gitOrder(flags, signal) : listOrder(flags, onProgress, signal)
  return {
    ...{ kind: 'order', schema: currentSchema, tool, command },
    case: played.file?.path ?? played.id,
    ...{ ...(await settled), symptom, ...rules, run },
  }
}

/** The options of the runs, as a hunt that goes on elsewhere, or on another day, needs them. Throws UsageError. */
async function runOptionsOf(flags: BisectFlags): Promise<RunOptions> {
  const { kernel, initrd, image, sshKey } = flags
  // Asked now, and not after the first build.
  durationMs(flags.timeout)
  sizeBytes(flags.cacheSize)
  await checkGuest(flags)
  const absolute = (path: string | undefined) => (path === undefined ? undefined : resolve(path))
  const files = { initrd: absolute(initrd), image: absolute(image), sshKey: absolute(sshKey) }
  const all = { ...flags, kernel: kernel === 'host' ? kernel : absolute(kernel), ...files }
  return parse(runOptions, Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)))
}

type Settled = Pick<Order, 'origin' | 'hunt' | 'notes'>

async function gitOrder(flags: BisectFlags, signal: AbortSignal): Promise<Settled> {
  const ends = endsOf(flags)
  const { build, binary, repo, firstParent } = flags
  if (build === undefined || binary === undefined) {
    throw new UsageError(
      "wanted how to build a revision: --build 'ninja -C build qemu-system-x86_64' --binary build/qemu-system-x86_64",
    )
  }
  checkBinary(binary)
  const buildLimitMs = durationMs(flags.buildLimit)
  const range = await settleRange({ repo, ...ends, firstParent: firstParent === true }, signal)
  const { before, after, notes } = range
  const origin: Origin = {
    ...{ kind: 'git', repo: range.repo, before, after, firstParent: firstParent === true },
    ...{ build, binary, buildLimitMs },
  }
  return { origin, hunt: ends.hunt, notes }
}

async function listOrder(flags: BisectFlags, onProgress: OnProgress, signal: AbortSignal): Promise<Settled> {
  const { good, bad, old, new: newer, build, binary } = flags
  if ([good, bad, old, newer, build, binary].some(flag => flag !== undefined)) {
    throw new UsageError(
      'wanted either a list (--qemu A --qemu B …) or a history (--good REV --bad REV --repo PATH --build CMD --binary PATH), not both',
    )
  }
  const named = await theQemus(flags.qemu ?? [], { onProgress, signal })
  const listed = named.map(({ path, label, version }) => ({ path, label, version }))
  const qemus = orderQemus(listed, flags.inOrder === true)
  return { origin: { kind: 'list', qemus }, hunt: flags.findFix ? 'first-good' : null, notes: [] }
}

type WantedEnds = Pick<WantedRange, 'before' | 'after' | 'options'> & Pick<Order, 'hunt'>

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
