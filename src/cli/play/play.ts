import type { Case } from '../../model/case/case.ts'
import { playKey } from '../../model/contract/play-key.ts'
import type { CellResult } from '../../model/contract/result.ts'
import type { TestRun } from '../../model/contract/test-run.ts'
import { durationMs } from '../../model/value/units.ts'
import { playOrder } from '../../plan/play-order.ts'
import { shardFrom } from '../../plan/shards.ts'
import { multiplexer } from '../../report/multiplexer.ts'
import type { Reporter } from '../../report/reporter.ts'
import { storedEvidence } from '../../results/results-folder.ts'
import { TestRunWriter } from '../../results/test-run-writer.ts'
import { reap } from '../../run/reap.ts'
import type { Played } from '../../run/runner.ts'
import { SnapshotStore, snapshotLimitBytes } from '../../run/start/snapshot-store.ts'
import { Snapshots } from '../../run/start/snapshots.ts'
import { interruptSignal } from '../interrupt.ts'
import { countOf } from '../option/count.ts'
import type { GuestOptions, MatrixFlags } from '../option/guest-options.ts'
import { type ReportTarget, reportTargets } from '../option/report-targets.ts'
import { paths } from '../paths.ts'
import { openReports, reportKinds } from '../results/reports.ts'
import { checkSameTestRun } from '../results/same-test-run.ts'
import { type Begun, openFolders, testRunFolders } from '../results/test-run-folders.ts'
import { colourOn } from '../terminal/colour.ts'
import { LiveProgress } from '../terminal/live-progress.ts'
import { progressLines } from '../terminal/progress-lines.ts'
import { progressTo } from '../terminal/progress-to.ts'
import { tool } from '../tool.ts'
import { machine } from './machine.ts'
import { keyOf, type Planned, planned } from './planned.ts'
import { playAll } from './play-all.ts'
import { poolWidth } from './pool-width.ts'
import { testBeds } from './test-bed.ts'

/** A test run: what `run` and `matrix` play, and how. */
export interface Wanted {
  readonly cases: readonly Case[]
  readonly options: GuestOptions & MatrixFlags
  readonly command: readonly string[]
  /** Who tells people, when these reports are asked for. */
  consoleReports(targets: readonly ReportTarget<string>[], signal: AbortSignal): readonly Reporter[]
}

/**
 * Plays the cases on each QEMU, several at a time, and tells all of it. The results are in the order of the plan,
 * whichever ended first. Rejects when the person interrupts.
 */
export async function play({
  cases,
  options,
  command,
  consoleReports,
}: Wanted): Promise<readonly CellResult[]> {
  const numbers = numbersOf(options) // what is wrong there is said before anything is fetched
  const signal = interruptSignal()
  const { runs } = paths(process.env)
  const onProgress = progressTo(process.stderr)
  const targets = reportTargets(reportKinds, options.report, options.json)
  const folders = testRunFolders(options, onProgress)
  // A report that cannot be written is refused before anything is fetched or boots.
  const reports = openReports(targets, process.env['GITHUB_STEP_SUMMARY'])
  for (const path of reap(runs)) onProgress(`Cleaned up after a killed run: ${path}`)
  const equipment = await testBeds(options, onProgress, signal)
  const all = planned(cases, equipment, numbers, folders.wholePast)
  const testRun: TestRun = { tool, command, startedAt: folders.startedAt, machine: machine(), plan: all.plan }
  const { begun, past } = folders
  const versions = new Map(equipment.map(({ qemu }) => [qemu.label, qemu.version]))
  if (begun !== null) checkSameTestRun(begun, { plan: all.plan, plays: all.places, versions })
  using writer = new TestRunWriter(openFolders(folders, testRun), onProgress)
  const asked = reports({ testRun, past })
  const stage = {
    numbers,
    options,
    begun,
    writer,
    asked,
    consoleReports: consoleReports(targets, signal),
    signal,
  }
  const results = await perform(all, stage)
  signal.throwIfAborted()
  writer.check()
  return results
}

interface Stage {
  readonly numbers: ReturnType<typeof numbersOf>
  readonly options: GuestOptions & MatrixFlags
  readonly begun: Begun | null
  readonly writer: TestRunWriter
  readonly asked: readonly Reporter[]
  readonly consoleReports: readonly Reporter[]
  readonly signal: AbortSignal
}

/** Plays what is not there yet. */
async function perform(all: Planned, stage: Stage): Promise<CellResult[]> {
  const { numbers, options, begun, writer, asked, consoleReports, signal } = stage
  const done = new Map(begun?.cells.map(({ result }) => [playKey(result), result]))
  const left = all.cells.filter(cell => !done.has(keyOf(cell)))
  if (done.size > 0) progressTo(process.stderr)(`${done.size} of ${all.cells.length} cells were run before`)
  const verbose = options.verbose === true
  const isLive = process.stderr.isTTY && !verbose
  const live = isLive ? await LiveProgress.on(process.stderr, colourOn(process.stderr), done.size) : null
  const fits = poolWidth(left[0]?.memoryBytes ?? 0)
  const width = Math.min(numbers.jobs ?? fits, Math.max(1, left.length))
  // Progress first: on a terminal it makes room for the verdict.
  const report = multiplexer([live ?? progressLines(width), ...consoleReports, ...asked])
  report.begin({ cells: all.cells.length })
  if (begun !== null) reportEarlier(begun, asked)
  const { cache, runs } = paths(process.env)
  const snapshots = options.cold ? null : new Snapshots(new SnapshotStore(cache, snapshotLimitBytes), runs)
  const settings = { tool, runs, keep: options.keep === true, snapshots, signal, ...numbers, width }
  const keep = ({ result, evidence }: Played) => {
    const place = all.places.get(playKey(result)) ?? 1
    writer.write({ place, endedAt: new Date().toISOString(), result }, evidence)
  }
  const played = await playAll(playOrder(left, all.secondsOf), settings, { report, keep, live, verbose })
  const results = all.cells.flatMap(cell => played.get(cell) ?? done.get(keyOf(cell)) ?? [])
  report.end(results, all.cells.length)
  return results
}

/** Tells what is there already to reports alone: people have seen it when it was played. */
function reportEarlier({ path, cells }: Begun, reports: readonly Reporter[]): void {
  if (reports.length === 0) return
  for (const cell of cells) {
    const evidence = storedEvidence(path, cell)
    for (const report of reports) report.cellEnded?.(cell.result, evidence)
  }
}

/** Throws UsageError. */
function numbersOf(options: MatrixFlags) {
  const { jobs, repeat, retryInconclusive, shard } = options
  return {
    overallMs: durationMs(options.timeout),
    asDocumented: options.asDocumented === true,
    jobs: jobs === undefined ? undefined : countOf(jobs, 1, 'guests at a time (--jobs)'),
    repeat: repeat === undefined ? 1 : countOf(repeat, 1, 'runs of each cell (--repeat)'),
    retries:
      retryInconclusive === undefined ? 0 : countOf(retryInconclusive, 0, 'retries (--retry-inconclusive)'),
    shard: shard === undefined ? null : shardFrom(shard),
    failFast: options.failFast === true,
  }
}
