import { existsSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { UsageError } from '../model/errors.ts'
import type { Kept } from '../model/kept.ts'
import { playKey } from '../model/play-key.ts'
import type { CellResult } from '../model/result.ts'
import type { Plan, Round } from '../model/round.ts'
import type { Say } from '../model/say.ts'
import type { PastRound } from '../report/past.ts'
import {
  ResultsFolder,
  readKept,
  readPast,
  readResults,
  reserveResults,
  resultsIn,
  unfinished,
} from '../results/results-folder.ts'
import { lastWords, type Results } from '../results/results-text.ts'

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
    this.#isResumed = resume === true
    this.#begun =
      resume && results !== undefined && existsSync(resultsIn(results)) ? readResults(results) : null
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
    for (const path of this.#paths) if (!this.#goesOn(path) && path !== this.#earlier) reserveResults(path)
  }

  /**
   * Makes the folders: now cells will be played. `plays`: the keys of all that are to be, each with its place in the
   * whole plan. Throws UsageError when the round that is gone on with is another one.
   */
  begin(round: Round, plays: ReadonlyMap<string, number>): void {
    if (this.#begun !== null) this.#compare(this.#begun.round.plan, round.plan, plays)
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
   * (null: it was not played) is still there. Throws InfraError.
   */
  ended(result: CellResult, runDirectory: string | null, whole: boolean, at = new Date()): void {
    const place = this.#placeOf(result)
    if (whole) for (const folder of this.#folders) folder.add(result, runDirectory, at, place)
    if (this.#readsKept && runDirectory !== null) this.#kept.set(result, readKept(runDirectory))
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
    if (this.#earlier === null) return
    rmSync(this.#earlier, { recursive: true, force: true })
    renameSync(unfinished(this.#earlier), this.#earlier)
  }

  [Symbol.dispose](): void {
    for (const folder of this.#folders) folder[Symbol.dispose]()
  }

  #goesOn(path: string): boolean {
    return this.#isResumed && existsSync(resultsIn(path))
  }

  #compare(begun: Plan, wanted: Plan, plays: ReadonlyMap<string, number>): void {
    const [path = ''] = this.#paths
    const strange = this.before.find(result => !plays.has(playKey(result)))
    if (strange === undefined && planText(begun) === planText(wanted)) return
    const came =
      strange === undefined
        ? `${planText(begun)}, and this is ${planText(wanted)}`
        : `${strange.case} on ${strange.qemu.label} (${strange.accel}), which this command does not play`
    throw new UsageError(
      `wanted to go on with the round in ${path}, but it has ${came}: give the arguments it was begun with`,
    )
  }
}

function resultsOf(cells: Results['cells']): CellResult[] {
  return lastWords(cells).map(({ result }) => result)
}

function planText({ cells, shard }: Plan): string {
  const part = shard === undefined ? '' : ` of shard ${shard.index}/${shard.of}`
  return `${cells} ${cells === 1 ? 'cell' : 'cells'}${part}`
}
