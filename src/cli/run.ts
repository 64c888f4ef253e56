import { UsageError } from '../model/errors.ts'
import type { Observation } from '../model/observation.ts'
import type { CellName, CellResult } from '../model/result.ts'
import type { Round } from '../model/round.ts'
import { durationMs } from '../model/units.ts'
import { allCases, casesNamed } from '../plan/catalogue.ts'
import { whyNot } from '../plan/why-not.ts'
import { escaped } from '../report/escaped.ts'
import { usualExit } from '../report/exit-code.ts'
import { multiplexer } from '../report/multiplexer.ts'
import { pretty } from '../report/pretty.ts'
import type { Reporter } from '../report/reporter.ts'
import type { Cell } from '../run/cell.ts'
import { pool } from '../run/pool.ts'
import { reap } from '../run/reap.ts'
import { playCell, type RunSettings } from '../run/runner.ts'
import { skipped } from '../run/skipped.ts'
import { SnapshotStore, snapshotLimitBytes } from '../run/snapshot-store.ts'
import { Snapshots } from '../run/snapshots.ts'
import { colourOn } from './colour.ts'
import type { GuestOptions, RunFlags } from './guest-options.ts'
import { interruptSignal } from './interrupt.ts'
import { Keeping } from './keeping.ts'
import { LiveProgress } from './live-progress.ts'
import { machine } from './machine.ts'
import { outfit } from './outfit.ts'
import { paths } from './paths.ts'
import { poolWidth } from './pool-width.ts'
import { type ReportTarget, reportTargets } from './report-targets.ts'
import { type ReportSources, reportersTo } from './reports.ts'
import { sayOn } from './say-on.ts'
import { tool } from './tool.ts'

/** `chardev-fc run`: plays cases, several at a time. Resolves with the exit code: `exit` says what results mean. */
export async function run(
  ids: readonly string[],
  options: GuestOptions & RunFlags,
  command: readonly string[],
  exit = usualExit,
): Promise<number> {
  const cases = options.all ? await allCases() : await casesNamed(ids)
  if (cases.length === 0)
    throw new UsageError('wanted the ids of cases, or --all; chardev-fc list shows them')
  const overallMs = durationMs(options.timeout)
  const signal = interruptSignal()
  const { cache, runs } = paths(process.env)
  widthOf(options.jobs, 0) // what is wrong there is said before anything is fetched
  const say = sayOn(process.stderr)
  const targets = reportTargets(options.report ?? [], options.json === true)
  const round: Round = {
    tool,
    command,
    startedAt: new Date().toISOString(),
    machine: machine(),
    plan: { cells: cases.length },
  }
  using keeping = new Keeping(
    round,
    options,
    targets.some(({ kind }) => kind === 'html'),
    say,
  )
  // A report that cannot be written is refused before anything is fetched or boots.
  const asked = reportersTo(targets, sourcesOf(round, keeping), text => process.stdout.write(text))
  for (const path of reap(runs))
    say({ kind: 'step', text: `Cleaned up after a run that was killed: ${path}` })
  const equipment = await outfit(options, say, signal)
  const cells: Cell[] = cases.map(one => ({
    case: one,
    overallMs,
    asDocumented: options.asDocumented === true,
    ...equipment,
  }))
  const width = Math.min(widthOf(options.jobs, equipment.memoryBytes), cells.length)
  const verbose = options.verbose === true
  const live =
    process.stderr.isTTY && !verbose ? new LiveProgress(process.stderr, colourOn(process.stderr)) : null
  const report = reporters(targets, asked, { progress: live ?? progressLines(width), exit })
  const snapshots = options.cold ? null : new Snapshots(new SnapshotStore(cache, snapshotLimitBytes), runs)
  const settings = { tool, runs, keep: options.keep === true, snapshots, signal }
  const results = await playAll(cells, width, settings, { report, keeping, live, verbose })
  signal.throwIfAborted()
  return exit(results).code
}

interface Telling {
  readonly report: Required<Reporter>
  readonly keeping: Keeping
  readonly live: LiveProgress | null
  readonly verbose: boolean
}

/**
 * Plays the cells, so many at a time, until the end or until the person interrupts, and tells all of it. The results
 * are in the order of the cells, whichever ended first.
 */
async function playAll(
  cells: readonly Cell[],
  width: number,
  settings: Omit<RunSettings, 'observed' | 'ended'>,
  telling: Telling,
): Promise<CellResult[]> {
  const { report, keeping } = telling
  const results = new Map<Cell, CellResult>()
  keeping.begin()
  report.begin({ cells: cells.length })
  await pool(cells, width, async cell => {
    if (settings.signal.aborted) return
    const result = await playOne(cell, settings, telling)
    if (result === null) return
    results.set(cell, result)
    report.cellEnded(result)
  })
  const inOrder = cells.flatMap(cell => results.get(cell) ?? [])
  report.end(inOrder)
  return inOrder
}

/** Null when the person interrupted before there was anything to judge. */
async function playOne(
  cell: Cell,
  settings: Omit<RunSettings, 'observed' | 'ended'>,
  { report, keeping, live, verbose }: Telling,
): Promise<CellResult | null> {
  const { signal } = settings
  const name = { case: cell.case.id, qemu: cell.qemu }
  report.cellStarted(name)
  const observed = (_: Cell, observation: Observation) => {
    live?.observed(name, observation)
    const text = told(observation, verbose)
    if (text !== null) report.phase(name, text)
  }
  const ended = (result: CellResult, directory: string) => keeping.ended(result, directory, !signal.aborted)
  const why = whyNot(cell.case, cell.qemu)
  if (why !== null) {
    const result = skipped(cell, why)
    keeping.ended(result, null, true)
    return result
  }
  return playCell(cell, { ...settings, observed, ended }).catch(error => {
    if (!signal.aborted) throw error
    return null
  })
}

function reporters(
  targets: readonly ReportTarget[],
  asked: readonly Reporter[],
  { progress, exit }: { readonly progress: Reporter; readonly exit: typeof usualExit },
): Required<Reporter> {
  const { stdout, stderr } = process
  const people = targets.some(({ path }) => path === '-') ? stderr : stdout
  const forPeople = pretty(text => people.write(text), { colour: colourOn(people), exit })
  // Progress first: on a terminal it makes room for the verdict.
  return multiplexer([progress, forPeople, ...asked])
}

function sourcesOf(round: Round, keeping: Keeping): ReportSources {
  const stepSummary = process.env['GITHUB_STEP_SUMMARY']
  return { round, kept: result => keeping.kept(result), past: keeping.past, stepSummary }
}

/** Plain lines, where progress cannot be shown in place; which cell is said when there are several at a time. */
function progressLines(width: number): Reporter {
  const who = ({ case: id, qemu }: CellName) => (width > 1 ? `${id} on ${escaped(qemu.label)}: ` : '')
  return { name: 'progress', phase: (name, text) => process.stderr.write(`  · ${who(name)}${text}\n`) }
}

function widthOf(jobs: string | undefined, memoryBytes: number): number {
  if (jobs === undefined) return poolWidth(memoryBytes)
  if (/^[1-9]\d{0,2}$/.test(jobs)) return Number(jobs)
  throw new UsageError(`wanted a number of guests at a time from 1 to 999, got '${jobs}'`)
}

/** What of an observation is told while it runs: phases always, steps when asked for. */
function told(observation: Observation, verbose: boolean): string | null {
  if (observation.kind === 'phase' && observation.phase !== 'end') return phaseText[observation.phase]
  if (observation.kind === 'cut') return `cut: ${observation.why}`
  if (!verbose) return null
  const at = `${(observation.at / 1000).toFixed(1)} s`
  if (observation.kind === 'step' && observation.edge === 'begin') return `${at} ${observation.text}`
  if (observation.kind === 'peer') return `${at} ${observation.peer} ${observation.event}`
  return null
}

const phaseText = {
  boot: 'booting the guest',
  healthy: 'watching it beat',
  script: 'playing the script',
  revive: 'the host reads: does the guest come back?',
} as const
