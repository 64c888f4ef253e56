import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { StoredCell } from '../../model/contract/document.ts'
import type { CellResult } from '../../model/contract/result.ts'
import type { TestRun } from '../../model/contract/test-run.ts'
import { UsageError } from '../../model/errors.ts'
import type { OnProgress } from '../../model/progress-event.ts'
import type { PastTestRun } from '../../report/past.ts'
import { readPast } from '../../results/history.ts'
import {
  ResultsFolder,
  refuseUnlessFree,
  resultsIn,
  resumable,
  storedEvidence,
} from '../../results/results-folder.ts'
import { latestCells, type Results } from '../../results/results-text.ts'

/** Where a person wants the results of a test run to be kept. */
export interface KeepingOptions {
  /** A folder for this test run: a new one, unless `resume`. */
  readonly results?: string
  /** A folder of such folders: what is there already is the past of this test run. */
  readonly history?: string
  /** Goes on with the test run in `results`, if there is one. */
  readonly resume?: true
}

/** A test run that is gone on with. */
export interface Begun {
  readonly path: string
  readonly testRun: TestRun
  /** What it has already. A harness error is none of it: that is tried again. */
  readonly cells: readonly StoredCell[]
}

/** Where the results of a test run go, and what is there before anything is written. */
export interface TestRunFolders {
  /** When the test run began: now, or when the one that is gone on with did. ISO 8601. */
  readonly startedAt: string
  /** Earlier test runs, the oldest first. */
  readonly past: readonly PastTestRun[]
  /** The results of those that were no shards: the same for all shards that are played at one time. */
  readonly wholePast: readonly CellResult[]
  readonly begun: Begun | null
  readonly results: string | null
  /** The folder of this test run in the history. */
  readonly inHistory: string | null
  /** Whether it is gone on in folders that are there. */
  readonly isResumed: boolean
}

/**
 * Looks at the folders, and makes nothing. Throws UsageError; of a past test run that cannot be read, it is only said.
 * `startedAt`: when a test run began that is not gone on with, if not now, as the test runs in the history may tell.
 */
export function testRunFolders(
  { results, history, resume }: KeepingOptions,
  onProgress: OnProgress,
  startedAt: (testRuns: readonly Results[]) => string = () => new Date().toISOString(),
): TestRunFolders {
  if (resume && results === undefined)
    throw new UsageError('--resume goes on with results: name them with --results DIR')
  if (results === '' || history === '')
    throw new UsageError(
      `--${results === '' ? 'results' : 'history'}: got an empty value (is a variable empty?)`,
    )
  const leftOut = (why: string) => onProgress(`Left out of the history: ${why}`)
  const begun = resume && results !== undefined ? begunIn(results) : null
  const testRuns = history === undefined ? [] : readPast(history, leftOut)
  const began = begun?.testRun.startedAt ?? startedAt(testRuns)
  const name = new Date(began).toISOString().replaceAll(':', '-')
  const inHistory = history === undefined ? null : join(history, name)
  if (results !== undefined && !(resume && existsSync(resultsIn(results)))) refuseUnlessFree(results)
  // One of this moment is this test run, told again.
  if (inHistory !== null && !existsSync(resultsIn(inHistory))) refuseUnlessFree(inHistory)
  const others = testRuns.filter(({ testRun }) => testRun.startedAt !== began)
  return {
    startedAt: began,
    past: others.map(({ testRun, cells }) => ({ startedAt: testRun.startedAt, results: resultsOf(cells) })),
    wholePast: others.filter(({ testRun }) => !testRun.plan.shard).flatMap(({ cells }) => resultsOf(cells)),
    begun,
    results: results ?? null,
    inHistory,
    isResumed: resume === true,
  }
}

/** Makes the folders, or goes on in them. The history gets what was played before it was asked for. */
export function openFolders(
  { results, inHistory, isResumed, begun }: TestRunFolders,
  testRun: TestRun,
): ResultsFolder[] {
  return [results, inHistory].flatMap(path => {
    if (path === null) return []
    const lacks = existsSync(resultsIn(path)) ? [] : (begun?.cells ?? [])
    const folder = new ResultsFolder(path, testRun, isResumed)
    for (const cell of lacks) folder.add(cell, storedEvidence(begun?.path ?? '', cell))
    return folder
  })
}

/** The test run in a folder, if one was begun. One without a cell says nothing of which test run it was to be. */
function begunIn(path: string): Begun | null {
  const there = resumable(path)
  if (there === null || there.cells.length === 0) return null
  const { testRun, cells } = there
  const told = latestCells(cells).filter(({ result }) => result.outcome !== 'error')
  return { path, testRun, cells: told }
}

function resultsOf(cells: readonly StoredCell[]): CellResult[] {
  return latestCells(cells).map(({ result }) => result)
}
