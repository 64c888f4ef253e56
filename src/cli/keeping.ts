import { existsSync, renameSync, rmdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { InfraError, UsageError } from '../model/errors.ts'
import type { Kept } from '../model/kept.ts'
import { playKey } from '../model/play-key.ts'
import type { CellResult } from '../model/result.ts'
import type { Round } from '../model/round.ts'
import type { Say } from '../model/say.ts'
import type { PastRound } from '../report/past.ts'
import {
  discardResults,
  ResultsFolder,
  readKept,
  readPast,
  readResults,
  reserveResults,
  resultsIn,
  unfinished,
} from '../results/results-folder.ts'
import { lastWords, type Results } from '../results/results-text.ts'
import { compareRounds } from './same-round.ts'

/** Where a person wants the results of a round to be kept. */
export interface KeepingOptions {
  /** A folder for this round: a new one, unless `resume`. */
  readonly results?: string
  /** A folder of such folders: what is there already is the past of this round. */
  readonly history?: string
  /** Goes on with the round in `results`, if there is one. */
  readonly resume?: true
  /** The history may have this round already: it is told again, and takes its own place there. */
  readonly again?: true
}

/** Keeps the results of a round while it is played, and hands reports what they need of them. */
export class Keeping implements Disposable {
  /** When the round began: now, or when the one that is gone on with did. ISO 8601. */
  readonly startedAt: string
  /** Earlier rounds, the oldest first. */
  readonly past: readonly PastRound[]
  /** The results of those that were no shards: the same for all shards that are played at one time. */
  readonly wholePast: readonly CellResult[]
  /** What the round that is gone on with has already. Trouble of our own is none of it: that is tried again. */
  readonly before: readonly CellResult[]
  readonly #begun: Results | null
  readonly #paths: readonly string[]
  readonly #isResumed: boolean
  /** Where this round is, or will be, in the history, when it is told again: what is there stays until then. */
  readonly #earlier: string | null
  readonly #readsKept: boolean
  readonly #kept = new Map<CellResult, Kept>()
  /** Where the files of earlier results lie. */
  readonly #lying = new Map<CellResult, string>()
  readonly #say: Say
  /** Folders that were not there before. */
  readonly #made: readonly string[]
  #trouble: InfraError | null = null
  #folders: readonly ResultsFolder[] = []
  #placeOf: (result: CellResult) => number = () => 1

  /**
   * Looks at the folders, before anything is played. `readsKept`: whether `kept` will be asked. Throws UsageError;
   * of a past round that cannot be read, it is only said. `startedAt`: when the round began, if it was not now.
   */
  constructor(
    { results, history, resume, again }: KeepingOptions,
    readsKept: boolean,
    say: Say,
    startedAt?: string,
  ) {
    if (resume && results === undefined)
      throw new UsageError('--resume goes on with results: name them with --results DIR')
    if (results === '' || history === '')
      throw new UsageError(
        `wanted a folder, got --${results === '' ? 'results' : 'history'} with nothing: is a variable empty?`,
      )
    this.#say = say
    this.#isResumed = resume === true
    this.#begun = resume && results !== undefined ? begunIn(results) : null
    this.startedAt = this.#begun?.round.startedAt ?? startedAt ?? new Date().toISOString()
    const leftOut = (why: string) => say({ kind: 'step', text: `Left out of the history: ${why}` })
    const rounds = history === undefined ? [] : readPast(history, leftOut)
    const others = rounds.filter(({ round }) => round.startedAt !== this.startedAt)
    this.past = others.map(({ round, cells }) => ({ startedAt: round.startedAt, results: resultsOf(cells) }))
    this.wholePast = others.filter(({ round }) => !round.plan.shard).flatMap(({ cells }) => resultsOf(cells))
    const inHistory = history === undefined ? null : join(history, this.startedAt.replaceAll(':', '-'))
    this.#paths = [results, inHistory].filter(path => typeof path === 'string')
    this.#earlier = again ? inHistory : null
    this.#readsKept = readsKept
    const told = lastWords(this.#begun?.cells ?? []).filter(({ result }) => result.outcome !== 'error')
    this.before = told.map(({ result }) => result)
    for (const { result, files } of told)
      if (files !== null) this.#lying.set(result, join(results ?? '', files))
    this.#made = this.#paths.filter(path => !existsSync(path))
    for (const path of this.#paths) if (!this.#goesOn(path) && path !== this.#earlier) reserveResults(path)
  }

  /**
   * Makes the folders: now cells will be played. `plays`: the keys of all that are to be, each with its place in the
   * whole plan; `versions`: what the QEMUs of these labels are now. Throws UsageError when the round that is gone on with is
   * another one.
   */
  begin(
    round: Round,
    plays: ReadonlyMap<string, number>,
    versions: ReadonlyMap<string, string> = new Map(),
  ): void {
    if (this.#begun !== null)
      compareRounds(
        { path: this.#paths[0] ?? '', plan: this.#begun.round.plan, results: this.before },
        { plan: round.plan, plays, versions },
      )
    this.#placeOf = result => plays.get(playKey(result)) ?? 1
    // What one that was killed left.
    if (this.#earlier !== null) rmSync(unfinished(this.#earlier), { recursive: true, force: true })
    this.#folders = this.#paths.map(path => {
      if (this.#goesOn(path)) return ResultsFolder.resume(path).folder
      const folder = ResultsFolder.create(path === this.#earlier ? unfinished(path) : path, round)
      // The history lacks what was played before it was asked for.
      for (const result of this.before)
        folder.add(result, this.#lying.get(result) ?? null, new Date(), this.#placeOf(result))
      return folder
    })
  }

  /**
   * A cell has ended, as a `whole` one or cut short by the person, who may want to play it again; its run directory
   * (null: it was not played) is still there. What cannot be kept is said at once, and by `check` in the end.
   */
  ended(result: CellResult, runDirectory: string | null, whole: boolean, at = new Date()): void {
    if (whole) this.#keep(result, runDirectory, at)
    if (this.#readsKept && runDirectory !== null) this.#kept.set(result, readKept(runDirectory))
  }

  /** Throws the InfraError that kept results from being kept: all else of the round went on. */
  check(): void {
    if (this.#trouble !== null) throw this.#trouble
  }

  #keep(result: CellResult, runDirectory: string | null, at: Date): void {
    if (this.#trouble !== null) return
    try {
      for (const folder of this.#folders) folder.add(result, runDirectory, at, this.#placeOf(result))
    } catch (error) {
      if (!(error instanceof InfraError)) throw error
      this.#trouble = error
      this.#say({ kind: 'step', text: `No more results are kept: ${error.message}` })
    }
  }

  /** What was kept of a cell; once, for it is much. */
  kept(result: CellResult): Kept | null {
    const lying = this.#lying.get(result)
    const kept = this.#kept.get(result) ?? (lying === undefined ? null : readKept(lying))
    this.#kept.delete(result)
    return kept
  }

  /** All has been told: it takes its place in the history, and may have been made of what was there. */
  finish(): void {
    this.#close()
    if (this.#earlier === null) return
    const made = unfinished(this.#earlier)
    if (existsSync(resultsIn(this.#earlier))) {
      const [old, young] = [this.#earlier, made].map(path => readResults(path).cells.length)
      if ((old ?? 0) > (young ?? 0)) {
        this.#say({
          kind: 'step',
          text: `Left in the history as it was, with ${old} cells of this round: these are ${young}`,
        })
        rmSync(made, { recursive: true })
        return
      }
    }
    rmSync(this.#earlier, { recursive: true, force: true })
    renameSync(made, this.#earlier)
  }

  [Symbol.dispose](): void {
    for (const folder of this.#folders) folder[Symbol.dispose]()
    // Nothing was begun: what was made to see whether it can be goes again.
    if (this.#folders.length > 0) return
    for (const path of this.#made) for (const empty of [join(path, 'cells'), path]) removeEmpty(empty)
  }

  #close(): void {
    for (const folder of this.#folders) folder[Symbol.dispose]()
    this.#folders = []
  }

  #goesOn(path: string): boolean {
    return this.#isResumed && existsSync(resultsIn(path))
  }
}

/** The round in a folder, if one was begun. One without a cell says nothing of which round it was to be, and goes. */
function begunIn(folder: string): Results | null {
  if (!existsSync(resultsIn(folder))) return null
  const there = readResults(folder)
  if (there.cells.length > 0) return there
  discardResults(folder)
  return null
}

function resultsOf(cells: Results['cells']): CellResult[] {
  return lastWords(cells).map(({ result }) => result)
}

/** Leaves what is not empty, or not there. */
function removeEmpty(path: string): void {
  try {
    rmdirSync(path)
  } catch {
    // Somebody else's.
  }
}
