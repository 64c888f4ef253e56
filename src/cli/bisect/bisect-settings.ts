import { resolve } from 'node:path'
import { resolveRange, type WantedRange } from '../../bisect/git/git-range.ts'
import { checkBinary } from '../../bisect/git/git-source.ts'
import { namedFiles } from '../../bisect/git/named-files.ts'
import { type RunOptions, runOptions, type Settings } from '../../bisect/log.ts'
import { sortQemus } from '../../bisect/qemu-list.ts'
import { ruleLimits, usualRules } from '../../bisect/search/rules.ts'
import type { Case } from '../../model/case/case.ts'
import type { Goal } from '../../model/contract/bisect-report.ts'
import { parse } from '../../model/contract/schema.ts'
import { currentSchema } from '../../model/contract/schema-version.ts'
import { UsageError } from '../../model/errors.ts'
import type { OnProgress } from '../../model/progress-event.ts'
import { durationMs, sizeBytes } from '../../model/value/units.ts'
import { prepareQemus } from '../guest/resolve-qemus.ts'
import { checkGuest } from '../guest/test-bed.ts'
import type { BisectOptions } from '../option/bisect-options.ts'
import { named } from '../option/named.ts'
import { runLimitMs } from '../option/run-limit.ts'
import { symptomNamed } from '../option/symptom-named.ts'
import { tool } from '../tool.ts'

/** The settings that a command line asks for, with full commit ids, absolute paths and versions. Throws UsageError. */
export async function settingsOf(
  played: Case,
  flags: BisectOptions,
  command: readonly string[],
  onProgress: OnProgress,
  signal: AbortSignal,
): Promise<Settings> {
  const rules = rulesOf(flags)
  const run = await runOptionsOf(flags)
  const symptom = symptomNamed(flags.symptom)
  const range = await (flags.qemu === undefined
    ? gitRange(flags, signal)
    : listRange(flags, onProgress, signal))
  return {
    ...{ kind: 'order', schema: currentSchema, tool, command },
    case: played.file?.path ?? played.id,
    ...{ ...range, symptom, ...rules, run },
  }
}

/** The options of the runs, valid in any working directory. Throws UsageError. */
async function runOptionsOf(flags: BisectOptions): Promise<RunOptions> {
  const { kernel, initrd, image, sshKey } = flags
  // Checked now, and not after the first build.
  runLimitMs(flags.timeout)
  named('--cache-size', () => sizeBytes(flags.cacheSize))
  await checkGuest(flags)
  const absolute = (path: string | undefined) => (path === undefined ? undefined : resolve(path))
  const files = { initrd: absolute(initrd), image: absolute(image), sshKey: absolute(sshKey) }
  const all = { ...flags, kernel: kernel === 'host' ? kernel : absolute(kernel), ...files }
  return parse(runOptions, Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)))
}

type SettledRange = Pick<Settings, 'origin' | 'hunt' | 'notes'>

async function gitRange(flags: BisectOptions, signal: AbortSignal): Promise<SettledRange> {
  const { goal, ...ends } = endsOf(flags)
  const { build, binary } = flags
  if (build === undefined || binary === undefined) {
    throw new UsageError(
      "expected the build command and its program: --build 'ninja -C build qemu-system-x86_64' --binary build/qemu-system-x86_64",
    )
  }
  checkBinary(binary)
  const buildLimitMs = named('--build-limit', () => durationMs(flags.buildLimit))
  const firstParent = flags.firstParent === true
  const { notes, ...range } = await resolveRange({ repo: flags.repo, ...ends, firstParent }, signal)
  const origin = { kind: 'git', ...range, firstParent, build, binary, buildLimitMs } as const
  const { folders } = await namedFiles(build, process.env)
  return { origin, hunt: goal, notes: [...notes, ...folders.map(unwatched)] }
}

function unwatched(folder: string): string {
  return `the build command names the folder ${folder}: a change in it does not cause a rebuild`
}

async function listRange(
  flags: BisectOptions,
  onProgress: OnProgress,
  signal: AbortSignal,
): Promise<SettledRange> {
  const { good, bad, old, new: newer, build, binary } = flags
  if ([good, bad, old, newer, build, binary].some(flag => flag !== undefined)) {
    throw new UsageError(
      'expected either a list (--qemu A --qemu B …) or a history (--good REV --bad REV --repo PATH --build CMD --binary PATH), got options of both',
    )
  }
  const named = await prepareQemus(flags.qemu ?? [], { onProgress, signal })
  const qemus = sortQemus(
    named.map(({ path, label, version }) => ({ path, label, version })),
    flags.inOrder === true,
  )
  return { origin: { kind: 'list', qemus }, hunt: flags.findFix ? 'first-good' : null, notes: [] }
}

type WantedEnds = Pick<WantedRange, 'before' | 'after' | 'options'> & { readonly goal: Goal | null }

/** --good and --bad say which end has the bug; with --old and --new the verdicts decide. */
function endsOf({ good, bad, old, new: newer, findFix }: BisectOptions): WantedEnds {
  const count = [good, bad, old, newer].filter(end => end !== undefined).length
  if (count === 2 && old !== undefined && newer !== undefined) {
    const options = { before: '--old', after: '--new' }
    return { before: old, after: newer, options, goal: findFix ? 'first-good' : null }
  }
  if (count !== 2 || good === undefined || bad === undefined) {
    throw new UsageError(
      'expected two ends: --good REV --bad REV, or --old REV --new REV; or a list: --qemu A --qemu B …',
    )
  }
  return findFix
    ? { before: bad, after: good, options: { before: '--bad', after: '--good' }, goal: 'first-good' }
    : { before: good, after: bad, options: { before: '--good', after: '--bad' }, goal: 'first-bad' }
}

function rulesOf(flags: BisectOptions): Pick<Settings, 'bound' | 'mostRuns' | 'mostBuilds'> {
  const { errorBound, maxRuns, maxBuilds } = flags
  const percent = /^(\d+(?:\.\d+)?) ?%?$/.exec(errorBound)?.[1]
  const bound = Number(percent) / 100
  if (!(bound > 0 && bound <= ruleLimits.mostBound)) {
    throw new UsageError(
      `--error-bound: expected a percentage above 0 and up to 30, like 1%, got '${errorBound}'`,
    )
  }
  const { fewestRuns, fewestBuilds } = ruleLimits
  const mostRuns = wholeNumber('--max-runs', maxRuns, fewestRuns, `default: ${usualRules.mostRuns}`)
  if (maxBuilds === undefined) return { bound, mostRuns }
  const mostBuilds = wholeNumber('--max-builds', maxBuilds, fewestBuilds, 'the ends, and one between them')
  return { bound, mostRuns, mostBuilds }
}

function wholeNumber(option: string, text: string, least: number, why: string): number {
  const number = Number(text)
  if (Number.isInteger(number) && number >= least) return number
  throw new UsageError(`${option}: expected a whole number, ${least} or more (${why}), got '${text}'`)
}
