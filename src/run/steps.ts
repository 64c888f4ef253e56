import { Cut } from './cut.ts'
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

  play<Result>(text: string, verb: () => Promise<Result>): Promise<Result> {
    const called = new Error('called')
    const played = this.#play(text, verb)
    // Also for a script that forgot to await it, and must not end the process: the journal shows a step without end.
    played.catch(error => addCaller(error, called))
    return played
  }

  async #play<Result>(text: string, verb: () => Promise<Result>): Promise<Result> {
    this.#signal.throwIfAborted()
    const step = ++this.#count
    this.#journal.append({ kind: 'step', step, edge: 'begin', text })
    const result = await verb()
    this.#signal.throwIfAborted()
    this.#journal.append({ kind: 'step', step, edge: 'end', text })
    return result
  }
}

/** A step fails long after the script's line has called it: V8 no longer knows that line when two wait for a promise. */
function addCaller(error: unknown, called: Error): void {
  if (error instanceof Error && !(error instanceof Cut)) error.stack += `\n${called.stack}`
}
