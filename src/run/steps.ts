import type { Journal } from './journal.ts'

/** Writes each line of a script into the journal as it begins and ends. A cut between two lines ends the script. */
export class Steps {
  readonly #journal: Journal
  readonly #signal: AbortSignal
  #count = 0

  constructor(journal: Journal, signal: AbortSignal) {
    this.#journal = journal
    this.#signal = signal
  }

  async play<Result>(text: string, verb: () => Promise<Result>): Promise<Result> {
    this.#signal.throwIfAborted()
    const step = ++this.#count
    this.#journal.append({ kind: 'step', step, edge: 'begin', text })
    const result = await verb()
    this.#signal.throwIfAborted()
    this.#journal.append({ kind: 'step', step, edge: 'end', text })
    return result
  }
}
