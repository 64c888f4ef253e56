import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { StoredCell } from '../../model/contract/document.ts'
import type { CellResult } from '../../model/contract/result.ts'
import type { Round } from '../../model/contract/round.ts'
import { UsageError } from '../../model/errors.ts'
import type { Say } from '../../model/say.ts'
import type { PastRound } from '../../report/past.ts'
import { readPast } from '../../results/history.ts'
import {
  ResultsFolder,
  refuseUnlessFree,
  resultsIn,
  resumable,
  storedEvidence,
} from '../../results/results-folder.ts'
import { lastWords, type Results } from '../../results/results-text.ts'

/** Where a person wants the results of a round to be kept. */
export interface KeepingOptions {
  /** A folder for this round: a new one, unless `resume`. */
  readonly results?: string
  /** A folder of such folders: what is there already is the past of this round. */
  readonly history?: string
  /** Goes on with the round in `results`, if there is one. */
  readonly resume?: true
}

/** A round that is gone on with. */
export interface Begun {
  readonly path: string
  readonly round: Round
  /** What it has already. Trouble of our own is none of it: that is tried again. */
  readonly cells: readonly StoredCell[]
}

/** Where the results of a round go, and what is there before anything is written. */
export interface RoundFolders {
  /** When the round began: now, or when the one that is gone on with did. ISO 8601. */
  readonly startedAt: string
  /** Earlier rounds, the oldest first. */
  readonly past: readonly PastRound[]
  /** The results of those that were no shards: the same for all shards that are played at one time. */
  readonly wholePast: readonly CellResult[]
  readonly begun: Begun | null
  readonly results: string | null
  /** The folder of this round in the history. */
  readonly inHistory: string | null
  /** Whether it is gone on in folders that are there. */
  readonly isResumed: boolean
}

/**
 * Looks at the folders, and makes nothing. Throws UsageError; of a past round that cannot be read, it is only said.
 * `startedAt`: when a round began that is not gone on with, if not now, as the rounds in the history may tell.
 */
export function roundFolders(
  { results, history, resume }: KeepingOptions,
  say: Say,
  startedAt: (rounds: readonly Results[]) => string = () => new Date().toISOString(),
): RoundFolders {
  if (resume && results === undefined)
    throw new UsageError('--resume goes on with results: name them with --results DIR')
  if (results === '' || history === '')
    throw new UsageError(
      `wanted a folder, got --${results === '' ? 'results' : 'history'} with nothing: is a variable empty?`,
    )
  const leftOut = (why: string) => say(`Left out of the history: ${why}`)
  const begun = resume && results !== undefined ? begunIn(results) : null
  const rounds = history === undefined ? [] : readPast(history, leftOut)
  const began = begun?.round.startedAt ?? startedAt(rounds)
  const name = new Date(began).toISOString().replaceAll(':', '-')
  const inHistory = history === undefined ? null : join(history, name)
  if (results !== undefined && !(resume && existsSync(resultsIn(results)))) refuseUnlessFree(results)
  // One of this moment is this round, told again.
  if (inHistory !== null && !existsSync(resultsIn(inHistory))) refuseUnlessFree(inHistory)
  const others = rounds.filter(({ round }) => round.startedAt !== began)
  return {
    startedAt: began,
    past: others.map(({ round, cells }) => ({ startedAt: round.startedAt, results: resultsOf(cells) })),
    wholePast: others.filter(({ round }) => !round.plan.shard).flatMap(({ cells }) => resultsOf(cells)),
    begun,
    results: results ?? null,
    inHistory,
    isResumed: resume === true,
  }
}

/** Makes the folders, or goes on in them. The history gets what was played before it was asked for. */
export function openFolders(
  { results, inHistory, isResumed, begun }: RoundFolders,
  round: Round,
): ResultsFolder[] {
  return [results, inHistory].flatMap(path => {
    if (path === null) return []
    const lacks = existsSync(resultsIn(path)) ? [] : (begun?.cells ?? [])
    const folder = new ResultsFolder(path, round, isResumed)
    for (const cell of lacks) folder.add(cell, storedEvidence(begun?.path ?? '', cell))
    return folder
  })
}

/** The round in a folder, if one was begun. One without a cell says nothing of which round it was to be. */
function begunIn(path: string): Begun | null {
  const there = resumable(path)
  if (there === null || there.cells.length === 0) return null
  const { round, cells } = there
  const told = lastWords(cells).filter(({ result }) => result.outcome !== 'error')
  return { path, round, cells: told }
}

function resultsOf(cells: readonly StoredCell[]): CellResult[] {
  return lastWords(cells).map(({ result }) => result)
}
