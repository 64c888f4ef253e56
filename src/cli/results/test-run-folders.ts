import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { StoredCell } from '../../model/contract/document.ts'
import type { CellResult } from '../../model/contract/result.ts'
import type { TestRun } from '../../model/contract/test-run.ts'
import { UsageError } from '../../model/errors.ts'
import type { OnProgress } from '../../model/progress-event.ts'
import type { EarlierTestRun } from '../../report/page/history/cell-history.ts'
import { readPast } from '../../results/history.ts'
import {
  ResultsFolder,
  refuseUnlessFree,
  resultsIn,
  resumable,
  storedEvidence,
} from '../../results/results-folder.ts'
import { latestCells, type Results } from '../../results/results-text.ts'
import type { RunOptions } from '../option/run-options.ts'

/** An interrupted test run that is continued. */
export interface ResumedTestRun {
  readonly path: string
  readonly testRun: TestRun
  /** The cells that are done; those with a harness error are run again. */
  readonly cells: readonly StoredCell[]
}

/** Where the results of a test run go, and what is there already. */
export interface TestRunFolders {
  /** When the test run began, or for a resumed one when that began. ISO 8601. */
  readonly startedAt: string
  /** Earlier test runs, the oldest first; not those that began later than one that is resumed or merged. */
  readonly past: readonly EarlierTestRun[]
  /** The results of those that were no shards: the same for all shards that run at one time. */
  readonly earlierResults: readonly CellResult[]
  readonly resumed: ResumedTestRun | null
  readonly results: string | null
  /** The folder of this test run in the history. */
  readonly inHistory: string | null
  /** Whether existing folders are continued. */
  readonly isResumed: boolean
}

/**
 * Reads the folders and creates none. Throws UsageError; an earlier test run that cannot be read is only reported.
 * `startedAt` gives the start of a test run that is not resumed, from the test runs in the history; the default is now.
 */
export function testRunFolders(
  { results, history, resume }: Pick<RunOptions, 'results' | 'history' | 'resume'>,
  onProgress: OnProgress,
  startedAt: (testRuns: readonly Results[]) => string = () => new Date().toISOString(),
): TestRunFolders {
  if (resume && results === undefined)
    throw new UsageError('--resume needs --results DIR, the folder of the test run to continue')
  if (results === '' || history === '')
    throw new UsageError(
      `--${results === '' ? 'results' : 'history'}: got an empty value (is a variable empty?)`,
    )
  const leftOut = (why: string) => onProgress(`Left out of the history: ${why}`)
  const resumed = resume && results !== undefined ? resumedIn(results) : null
  const testRuns = history === undefined ? [] : readPast(history, leftOut)
  const began = resumed?.testRun.startedAt ?? startedAt(testRuns)
  const name = new Date(began).toISOString().replaceAll(':', '-')
  const inHistory = history === undefined ? null : join(history, name)
  if (results !== undefined && !(resume && existsSync(resultsIn(results)))) refuseUnlessFree(results)
  // A test run with the same start is this one: it is replaced.
  if (inHistory !== null && !existsSync(resultsIn(inHistory))) refuseUnlessFree(inHistory)
  const others = testRuns.filter(({ testRun }) => testRun.startedAt !== began)
  return {
    startedAt: began,
    past: others
      .filter(({ testRun }) => Date.parse(testRun.startedAt) < Date.parse(began))
      .map(({ testRun, cells }) => ({ startedAt: testRun.startedAt, results: resultsOf(cells) })),
    earlierResults: others
      .filter(({ testRun }) => !testRun.plan.shard)
      .flatMap(({ cells }) => resultsOf(cells)),
    resumed,
    results: results ?? null,
    inHistory,
    isResumed: resume === true,
  }
}

/** Creates the folders, or continues them. A new folder gets the cells of the resumed test run. */
export function openFolders(
  { results, inHistory, isResumed, resumed }: TestRunFolders,
  testRun: TestRun,
): ResultsFolder[] {
  return [results, inHistory].flatMap(path => {
    if (path === null) return []
    const missing = existsSync(resultsIn(path)) ? [] : (resumed?.cells ?? [])
    const folder = new ResultsFolder(path, testRun, isResumed)
    for (const cell of missing) folder.add(cell, storedEvidence(resumed?.path ?? '', cell))
    return folder
  })
}

/** The test run in a folder, if it has cells: without one it does not show which plan it had. */
function resumedIn(path: string): ResumedTestRun | null {
  const found = resumable(path)
  if (found === null || found.cells.length === 0) return null
  const cells = latestCells(found.cells).filter(({ result }) => result.outcome !== 'error')
  return { path, testRun: found.testRun, cells }
}

function resultsOf(cells: readonly StoredCell[]): CellResult[] {
  return latestCells(cells).map(({ result }) => result)
}
