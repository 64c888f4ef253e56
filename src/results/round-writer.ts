import type { Evidence } from '../model/contract/evidence.ts'
import { InfraError } from '../model/errors.ts'
import type { Say } from '../model/say.ts'
import type { EndedCell, ResultsFolder } from './results-folder.ts'

/** Writes the cells of a round, as they end, into each of its folders. What cannot be written ends no round. */
export class RoundWriter implements Disposable {
  readonly #folders: readonly ResultsFolder[]
  readonly #say: Say
  #trouble: InfraError | null = null

  constructor(folders: readonly ResultsFolder[], say: Say) {
    this.#folders = folders
    this.#say = say
  }

  /** Says at once that it cannot, and writes no more from then on. */
  write(cell: EndedCell, evidence: Evidence | null): void {
    if (this.#trouble !== null) return
    try {
      for (const folder of this.#folders) folder.add(cell, evidence)
    } catch (error) {
      if (!(error instanceof InfraError)) throw error
      this.#trouble = error
      this.#say(`No more results are kept: ${error.message}`)
    }
  }

  /** Throws the InfraError that kept cells from being written. */
  check(): void {
    if (this.#trouble !== null) throw this.#trouble
  }

  [Symbol.dispose](): void {
    for (const folder of this.#folders) folder[Symbol.dispose]()
  }
}
