import type { Case } from '../../model/case/case.ts'
import { playKey } from '../../model/contract/play-key.ts'
import type { CellResult } from '../../model/contract/result.ts'
import type { TestRun } from '../../model/contract/test-run.ts'
import type { OnProgress } from '../../model/progress-event.ts'
import { shellWord } from '../../model/value/shell-word.ts'
import { sizeText } from '../../model/value/units.ts'
import { playOrder } from '../../plan/play-order.ts'
import { shardFrom } from '../../plan/shards.ts'
import { cellsText } from '../../report/cell/cell-labels.ts'
import { type Multiplexer, multiplexer } from '../../report/multiplexer.ts'
import type { Reporter } from '../../report/reporter.ts'
import { storedEvidence } from '../../results/results-folder.ts'
import { TestRunWriter } from '../../results/test-run-writer.ts'
import type { Played } from '../../run/runner.ts'
import { Snapshots } from '../../run/start/snapshots.ts'
import { cleanUp } from '../clean-up.ts'
import { snapshotLimit, snapshotStore } from '../guest/snapshot-store.ts'
import { testBeds } from '../guest/test-bed.ts'
import { interruptSignal } from '../interrupt.ts'
import { countOf } from '../option/count.ts'
import { docsAddress } from '../option/docs-address.ts'
import type { GuestOptions } from '../option/guest-options.ts'
import { reportKinds } from '../option/report-kinds.ts'
import { reportTargets } from '../option/report-targets.ts'
import { runLimitMs } from '../option/run-limit.ts'
import type { RunOptions } from '../option/run-options.ts'
import { paths } from '../paths.ts'
import { checkSamePlan } from '../results/check-same-plan.ts'
import { openReports } from '../results/reports.ts'
import { checkOpen, tellReports } from '../results/tell-reports.ts'
import { openFolders, type ResumedTestRun, testRunFolders } from '../results/test-run-folders.ts'
import { type ConsoleSettings, consoleReporters, type Fate } from '../terminal/console-reporters.ts'
import { LiveProgress } from '../terminal/live-progress.ts'
import { err } from '../terminal/output.ts'
import { progressLines } from '../terminal/progress-lines.ts'
import { progressTo } from '../terminal/progress-to.ts'
import { tool } from '../tool.ts'
import { machine } from './machine.ts'
import { keyOf, planCells } from './plan-cells.ts'
import { plannedCell, playAll } from './play-all.ts'
import { poolWidth } from './pool-width.ts'

/** The cases to run, and how. */
export interface TestRunRequest {
  readonly cases: readonly Case[]
  readonly options: GuestOptions & RunOptions
  readonly command: readonly string[]
  /** The command that chooses the same cases later, if it is not `command`. */
  readonly again?: readonly string[]
  /** What the console shows besides progress, if anything. */
  readonly console: ConsoleSettings | null
  /** Called at the end, also when the user interrupts or a report fails. `unplayed`: the cases of cells without a result. */
  readonly ended?: (results: readonly CellResult[], unplayed: readonly Case[]) => void
}

/**
 * Runs the cases on each QEMU, several at a time, and reports the results. They are in the order of the plan, whichever
 * ended first. Rejects when the user interrupts.
 */
export async function play(request: TestRunRequest): Promise<readonly CellResult[]> {
  const { options } = request
  const signal = interruptSignal()
  const onProgress = progressTo(err)
  const prepared = await prepare(request, onProgress, signal)
  using writer = prepared.writer
  const { numbers, targets, all, resumed, reports } = prepared
  const done = new Map(resumed?.cells.map(({ result }) => [playKey(result), result]))
  const left = all.cells.filter(cell => !done.has(keyOf(cell)))
  if (done.size > 0) onProgress(`Already done: ${done.size} of ${cellsText(all.cells.length)}`)
  const verbose = options.verbose === true
  const live = err.isTerminal && !verbose ? await LiveProgress.on(err, done.size) : null
  const fits = poolWidth(left[0]?.memoryBytes ?? 0)
  const width = Math.min(numbers.jobs ?? fits, Math.max(1, left.length))
  // Progress comes first: on a terminal it makes room for the verdict. The console comes last: it tells the exit code.
  const fate: Fate = { signal, hasFailed: () => writer.hasFailed() || report.hasFailed() }
  const report: Multiplexer = multiplexer([
    live ?? progressLines(width),
    ...reports,
    ...(request.console === null
      ? []
      : consoleReporters({ ...request.console, slowest: numbers.slowest }, targets, fate)),
  ])
  report.begin({ cells: all.cells.length })
  if (resumed !== null) reportEarlier(resumed, reports)
  const { cache, runs } = paths(process.env)
  const snapshots = options.cold ? null : new Snapshots(snapshotStore(), runs)
  const settings = { tool, runs, keep: options.keep === true, snapshots, signal, ...numbers, width }
  const unstored = new Set(left.map(keyOf))
  const store = ({ result, evidence }: Played) => {
    unstored.delete(playKey(result))
    const place = all.places.get(playKey(result)) ?? 1
    writer.write({ place, endedAt: new Date().toISOString(), result }, evidence)
  }
  const played = await playAll(playOrder(left, all.secondsOf), settings, { report, store, live, verbose })
  const results = all.cells.flatMap(cell => played.get(cell) ?? done.get(keyOf(cell)) ?? [])
  const unplayed = left.filter(cell => !played.has(cell))
  try {
    report.end(results, all.cells.length, unplayed.map(plannedCell))
  } finally {
    // A report that cannot be written changes no result.
    request.ended?.(
      results,
      unplayed.map(cell => cell.case),
    )
  }
  if (snapshots !== null && snapshots.saved > 0) onProgress(savedText(snapshots.saved, cache))
  // A cell that was interrupted has a result, which is not stored.
  if (signal.aborted && unstored.size > 0) onProgress(howToResume(request))
  await tellReports(targets, options.open === true && !signal.aborted, onProgress)
  signal.throwIfAborted()
  writer.check()
  return results
}

/** Checks the options and opens the reports before anything is fetched or boots, then gets the guests and plans the cells. */
async function prepare(
  { cases, options, command }: TestRunRequest,
  onProgress: OnProgress,
  signal: AbortSignal,
) {
  const numbers = numbersOf(options)
  const targets = reportTargets(reportKinds, options.report, options.json)
  checkOpen(targets, options)
  const docs = docsAddress(options.docs, targets)
  const folders = testRunFolders(options, onProgress)
  const makeReports = openReports(targets, process.env['GITHUB_STEP_SUMMARY'])
  await cleanUp(onProgress)
  const beds = await testBeds(options, onProgress, signal)
  const all = planCells(cases, beds, numbers, folders.earlierResults)
  const testRun: TestRun = { tool, command, startedAt: folders.startedAt, machine: machine(), plan: all.plan }
  const { resumed, past } = folders
  const versions = new Map(beds.map(({ qemu }) => [qemu.label, qemu.version]))
  if (resumed !== null) checkSamePlan(resumed, { plan: all.plan, plays: all.places, versions })
  const reports = makeReports({ testRun, past, docs, cases })
  const writer = new TestRunWriter(openFolders(folders, testRun), onProgress)
  return { numbers, targets, all, resumed, reports, writer }
}

function howToResume({ options, command, again = command }: TestRunRequest): string {
  if (options.results === undefined)
    return 'To continue a test run like this one, start it with --results DIR'
  const words = options.resume ? again : [...again, '--resume']
  return `Continue with chardev-fc ${words.map(shellWord).join(' ')}`
}

function savedText(count: number, cache: string): string {
  const what = count === 1 ? '1 snapshot of a booted guest' : `${count} snapshots of booted guests`
  return `saved ${what} in ${cache} for the next run (at most ${sizeText(snapshotLimit())}, see chardev-fc cache list)`
}

/** Reports the cells that are done already. The console has shown them when they ran. */
function reportEarlier({ path, cells }: ResumedTestRun, reports: readonly Reporter[]): void {
  if (reports.length === 0) return
  for (const cell of cells) {
    const evidence = storedEvidence(path, cell)
    for (const report of reports) report.cellEnded?.(cell.result, evidence)
  }
}

/** Throws UsageError. */
function numbersOf({ jobs, repeat, retryInconclusive, durations, shard, ...options }: RunOptions) {
  return {
    overallMs: runLimitMs(options.timeout),
    asDocumented: options.asDocumented === true,
    jobs: jobs === undefined ? undefined : countOf(jobs, 1, 'guests at a time (--jobs)'),
    repeat: countOf(repeat ?? '1', 1, 'runs of each cell (--repeat)'),
    retries: countOf(retryInconclusive ?? '0', 0, 'retries (--retry-inconclusive)'),
    slowest: countOf(durations ?? '0', 0, 'cells (--durations)'),
    shard: shard === undefined ? null : shardFrom(shard),
    failFast: options.failFast === true,
  }
}
