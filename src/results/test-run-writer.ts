import type { Evidence } from '../model/contract/evidence.ts'
import { InfraError } from '../model/errors.ts'
import type { OnProgress } from '../model/progress-event.ts'
import type { EndedCell, ResultsFolder } from './results-folder.ts'

/** Writes each finished cell into all results folders. A write error does not end the test run. */
export class TestRunWriter implements Disposable {
  readonly #folders: readonly ResultsFolder[]
  readonly #onProgress: OnProgress
  #problem: InfraError | null = null

  constructor(folders: readonly ResultsFolder[], onProgress: OnProgress) {
    this.#folders = folders
    this.#onProgress = onProgress
  }

  /** On the first error, reports it and stops writing. */
  write(cell: EndedCell, evidence: Evidence | null): void {
    if (this.#problem !== null) return
    try {
      for (const folder of this.#folders) folder.add(cell, evidence)
    } catch (error) {
      if (!(error instanceof InfraError)) throw error
      this.#problem = error
      this.#onProgress(`Stopped writing results: ${error.message}`)
    }
  }

  hasFailed(): boolean {
    return this.#problem !== null
  }

  /** Throws the InfraError of the first failed write, if any. */
  check(): void {
    if (this.#problem !== null) throw this.#problem
  }

  [Symbol.dispose](): void {
    for (const folder of this.#folders) folder[Symbol.dispose]()
  }
}
