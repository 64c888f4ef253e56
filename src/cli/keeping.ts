import { join } from 'node:path'
import type { Kept } from '../model/kept.ts'
import type { CellResult } from '../model/result.ts'
import type { Round } from '../model/round.ts'
import type { Say } from '../model/say.ts'
import type { PastRound } from '../report/past.ts'
import { ResultsFolder, readKept, readPast, reserveResults } from '../results/results-folder.ts'
import { lastWords } from '../results/results-text.ts'

/** Where a person wants the results of a round to be kept. */
export interface KeepingOptions {
  /** A new folder for this round. */
  readonly results?: string
  /** A folder of such folders: what is there already is the past of this round. */
  readonly history?: string
}

/** Keeps the results of a round while it is played, and hands reports what they need of them. */
export class Keeping implements Disposable {
  /** Earlier rounds, the oldest first. */
  readonly past: readonly PastRound[]
  readonly #round: Round
  readonly #paths: readonly string[]
  #folders: readonly ResultsFolder[] = []
  readonly #kept = new Map<CellResult, Kept>()
  readonly #readsKept: boolean

  /**
   * Looks at the folders, before anything is played. `readsKept`: whether `kept` will be asked. Throws UsageError;
   * of a past round that cannot be read, it is only said.
   */
  constructor(round: Round, { results, history }: KeepingOptions, readsKept: boolean, say: Say) {
    const leftOut = (why: string) => say({ kind: 'step', text: `Left out of the history: ${why}` })
    const rounds = history === undefined ? [] : readPast(history, leftOut)
    this.past = rounds.map(({ round, cells }) => ({
      startedAt: round.startedAt,
      results: lastWords(cells).map(({ result }) => result),
    }))
    this.#round = round
    this.#paths = [
      ...(results === undefined ? [] : [results]),
      ...(history === undefined ? [] : [join(history, round.startedAt.replaceAll(':', '-'))]),
    ]
    this.#readsKept = readsKept
    for (const path of this.#paths) reserveResults(path)
  }

  /** Makes the folders: now cells will be played. */
  begin(): void {
    this.#folders = this.#paths.map(path => ResultsFolder.create(path, this.#round))
  }

  /**
   * A cell has ended, as a `whole` one or cut short by the person, who may want to play it again; its run directory
   * (null: it was not played) is still there. Throws InfraError.
   */
  ended(result: CellResult, runDirectory: string | null, whole: boolean): void {
    if (whole) for (const folder of this.#folders) folder.add(result, runDirectory, new Date())
    if (this.#readsKept && runDirectory !== null) this.#kept.set(result, readKept(runDirectory))
  }

  /** What was kept of a cell; once, for it is much. */
  kept(result: CellResult): Kept | null {
    const kept = this.#kept.get(result) ?? null
    this.#kept.delete(result)
    return kept
  }

  [Symbol.dispose](): void {
    for (const folder of this.#folders) folder[Symbol.dispose]()
  }
}
