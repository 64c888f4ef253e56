import type { CellResult } from '../../model/contract/result.ts'
import { marks, onWords, outcomeWord, outcomeWords, versionWords } from '../cell/cell-words.ts'
import { isUnexpected } from '../exit-code.ts'
import { type Markup, markup } from './markup.ts'

/** How a result looks wherever it stands: a CSS class. */
export function lookOf(result: CellResult): string {
  if (isUnexpected(result)) return 'unexpected'
  return result.outcome === 'fail' ? 'documented' : result.outcome
}

/** `✖ freeze, UNEXPECTED`, coloured. */
export function badge(result: CellResult): Markup {
  return markup`<span class="badge ${lookOf(result)}">${marks[result.outcome]} ${outcomeWords(result)}</span>`
}

/** A small square that stands for one of many plays; `when`: as text. */
export function square(result: CellResult, when: string): Markup {
  const title = `${when}: ${outcomeWords(result)} on ${versionWords(result)}`
  return markup`<span class="square ${lookOf(result)}" role="img" aria-label="${title}" title="${title}">${marks[result.outcome]}</span>`
}

/** `unix-server on QEMU 7.2.22 (tcg), play 2` */
export function cellTitle(result: CellResult): string {
  const repeat = result.repeat === undefined ? '' : `, play ${result.repeat}`
  return `${result.case} on QEMU ${versionWords(result)} (${onWords(result)})${repeat}`
}

/** `freeze`, as one word in the grid. */
export function gridWord(result: CellResult): string {
  return `${marks[result.outcome]} ${outcomeWord(result)}`
}
