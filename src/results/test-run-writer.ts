import type { Evidence } from '../model/contract/evidence.ts'
import { InfraError } from '../model/errors.ts'
import type { OnProgress } from '../model/progress-event.ts'
import type { EndedCell, ResultsFolder } from './results-folder.ts'

/** Writes the cells of a test run, as they end, into each of its folders. What cannot be written ends no test run. */
export class TestRunWriter implements Disposable {
  readonly #folders: readonly ResultsFolder[]
  readonly #onProgress: OnProgress
  #problem: InfraError | null = null

  constructor(folders: readonly ResultsFolder[], onProgress: OnProgress) {
    this.#folders = folders
    this.#onProgress = onProgress
  }

  /** Says at once that it cannot, and writes no more from then on. */
  write(cell: EndedCell, evidence: Evidence | null): void {
    if (this.#problem !== null) return
    try {
      for (const folder of this.#folders) folder.add(cell, evidence)
    } catch (error) {
      if (!(error instanceof InfraError)) throw error
      this.#problem = error
      this.#onProgress(`No more results are kept: ${error.message}`)
    }
  }

  /** Throws the InfraError that kept cells from being written. */
  check(): void {
    if (this.#problem !== null) throw this.#problem
  }

  [Symbol.dispose](): void {
    for (const folder of this.#folders) folder[Symbol.dispose]()
  }
}
