import { printable } from './printable.ts'

/**
 * Standard output or standard error. Only this class writes to them (eslint.config.js), so that foreign text reaches a
 * terminal or the log of a CI escaped.
 */
export class Output {
  readonly #name: 'stdout' | 'stderr'

  constructor(name: 'stdout' | 'stderr') {
    this.#name = name
  }

  /** The stream itself, for a shell in the guest, and for a line that is drawn again. */
  get stream(): NodeJS.WriteStream {
    return process[this.#name]
  }

  get isTerminal(): boolean {
    return this.stream.isTTY === true
  }

  /** Whether to use colours: on a terminal, unless NO_COLOR is set (no-color.org). */
  get colour(): boolean {
    return this.isTerminal && (process.env['NO_COLOR'] ?? '') === ''
  }

  /** Writes text for people, which may hold foreign text. */
  print(text: string): void {
    this.stream.write(printable(text, this.colour))
  }

  /** Writes what a program reads (a report, a script), whose writer has escaped what is foreign in it. */
  writeDocument(text: string): void {
    this.stream.write(text)
  }
}

export const out = new Output('stdout')
export const err = new Output('stderr')
