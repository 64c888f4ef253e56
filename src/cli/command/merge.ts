import { existsSync } from 'node:fs'
import type { StoredCell } from '../../model/contract/document.ts'
import { playKey } from '../../model/contract/play-key.ts'
import type { TestRun } from '../../model/contract/test-run.ts'
import { InfraError } from '../../model/errors.ts'
import type { OnProgress } from '../../model/progress-event.ts'
import { allCases } from '../../plan/catalogue.ts'
import { exitCode, usualExit } from '../../report/exit-code.ts'
import { type Multiplexer, multiplexer } from '../../report/multiplexer.ts'
import { checkEvidence } from '../../results/evidence-folder.ts'
import { replaceFolder, stagingFolder } from '../../results/history.ts'
import { type Merged, merged } from '../../results/merged.ts'
import { readResults, resultsIn, storedEvidence } from '../../results/results-folder.ts'
import type { Results } from '../../results/results-text.ts'
import { TestRunWriter } from '../../results/test-run-writer.ts'
import { countOf } from '../option/count.ts'
import { docsAddress } from '../option/docs-address.ts'
import { reportKinds } from '../option/report-kinds.ts'
import type { ReportOptions } from '../option/report-options.ts'
import { reportTargets } from '../option/report-targets.ts'
import { openReports } from '../results/reports.ts'
import { checkOpen, tellReports } from '../results/tell-reports.ts'
import { openFolders, testRunFolders } from '../results/test-run-folders.ts'
import { consoleReporters, type Fate } from '../terminal/console-reporters.ts'
import { err } from '../terminal/output.ts'
import { progressTo } from '../terminal/progress-to.ts'
import { tool } from '../tool.ts'

/** The options of `merge`. */
export interface MergeOptions extends ReportOptions {
  /** The expected number of folders. */
  readonly parts?: string
}

/**
 * `chardev-fc merge DIR…`: joins the results of shards and reports them as one test run. Resolves with the exit code. Rejects with
 * InfraError if cells are missing, because they might be unexpected.
 */
export async function merge(
  folders: readonly string[],
  options: MergeOptions,
  command: readonly string[],
): Promise<number> {
  const wanted = options.parts === undefined ? folders.length : countOf(options.parts, 1, 'folders (--parts)')
  const parts = folders.map(path => ({ path, results: readResults(path) }))
  const joined = merged(parts, wanted)
  for (const { from, cell } of joined.cells) if (cell.files !== null) checkEvidence(from, cell.files)
  const code = await report(joined, options, command)
  const { lacks } = joined
  if (lacks.length > 0 && code !== 1)
    throw new InfraError(
      `not all planned cells were run, so there is no overall verdict: ${lacks.join('; ')}`,
    )
  return code
}

async function report(joined: Merged, options: MergeOptions, command: readonly string[]): Promise<number> {
  const { testRun: facts, cells } = joined
  const results = cells.map(({ cell }) => cell.result)
  const onProgress = progressTo(err)
  const targets = reportTargets(reportKinds, options.report, options.json)
  checkOpen(targets, options)
  const docs = docsAddress(options.docs, targets)
  const folders = testRunFolders(
    options,
    onProgress,
    testRuns => startInHistory(testRuns, cells) ?? facts.startedAt,
  )
  const { startedAt, past } = folders
  const testRun: TestRun = { tool, command, ...facts, startedAt }
  const reports = openReports(targets, process.env['GITHUB_STEP_SUMMARY'])
  const inHistory = placeIn(folders.inHistory, cells.length, onProgress)
  const beside = inHistory && stagingFolder(inHistory)
  {
    using writer = new TestRunWriter(openFolders({ ...folders, inHistory: beside }, testRun), onProgress)
    const fate: Fate = { hasFailed: () => writer.hasFailed() || reporter.hasFailed() }
    const reporter: Multiplexer = multiplexer([
      ...reports({ testRun, past, docs, cases: await allCases() }),
      ...consoleReporters({ hasGrid: true, each: false, exit: exitOf(joined) }, targets, fate),
    ])
    reporter.begin({ cells: testRun.plan.cells })
    for (const [index, { from, cell }] of cells.entries()) {
      const evidence = storedEvidence(from, cell)
      writer.write({ ...cell, place: index + 1 }, evidence)
      reporter.cellEnded(cell.result, evidence)
    }
    reporter.end(results, testRun.plan.cells)
    writer.check()
  }
  if (inHistory !== null && beside !== null) replaceFolder(beside, inHistory)
  await tellReports(targets, options.open === true, onProgress)
  return exitCode(results)
}

function exitOf({ lacks }: Merged): typeof usualExit {
  return results =>
    lacks.length > 0 && exitCode(results) !== 1
      ? { code: 69, meaning: 'not all planned cells were run' }
      : usualExit(results)
}

/** Where the test run goes in the history; null if it is there already, with more cells. */
function placeIn(history: string | null, cells: number, onProgress: OnProgress): string | null {
  const has = history !== null && existsSync(resultsIn(history)) ? readResults(history).cells.length : 0
  if (has <= cells) return history
  onProgress(
    `--history: kept the earlier copy of this test run, which has ${has} cells; this one has ${cells}`,
  )
  return null
}

/**
 * When the test run of these cells began, according to the history; undefined if the history does not have it. The
 * shards do not tell: some of them may have been run again. Wall clock, ISO 8601.
 */
function startInHistory(history: readonly Results[], cells: Merged['cells']): string | undefined {
  const plays = new Set(cells.map(({ cell }) => runKey(cell)))
  return history.find(({ cells }) => cells.some(cell => plays.has(runKey(cell))))?.testRun.startedAt
}

function runKey({ endedAt, result }: StoredCell): string {
  return `${endedAt} ${playKey(result)}`
}
