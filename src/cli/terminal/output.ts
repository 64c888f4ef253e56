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

  /** Whether to use colours: by `useColour`, else by FORCE_COLOR (force-color.org), NO_COLOR (no-color.org), or a terminal. */
  get colour(): boolean {
    if (wanted !== 'auto') return wanted === 'always'
    const { FORCE_COLOR: force = '', NO_COLOR: no = '' } = process.env
    if (force !== '') return force !== '0' && force !== 'false'
    return no === '' && this.isTerminal
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

/** When to use colours; `auto` is on a terminal. */
export const colourChoices = ['auto', 'always', 'never'] as const
type ColourChoice = (typeof colourChoices)[number]

let wanted: ColourChoice = 'auto'

/** What `--color` says, for both outputs. */
export function useColour(choice: ColourChoice): void {
  wanted = choice
}

export const out = new Output('stdout')
export const err = new Output('stderr')
