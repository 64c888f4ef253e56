import type { CellResult } from '../../model/contract/result.ts'
import { marks, outcomeName, outcomeText, qemuText, versionText } from '../cell/cell-labels.ts'
import { isUnexpected } from '../exit-code.ts'
import { type Markup, markup } from './markup.ts'

/** The CSS class of a result. */
export function cssClass(result: CellResult): string {
  if (isUnexpected(result)) return 'unexpected'
  return result.outcome === 'fail' ? 'documented' : result.outcome
}

/** `✖ unexpected freeze`, coloured. */
export function badge(result: CellResult): Markup {
  return markup`<span class="badge ${cssClass(result)}">${marks[result.outcome]} ${outcomeText(result)}</span>`
}

/** A small square for an earlier run of a cell; `when`: as text. */
export function historyMark(result: CellResult, when: string): Markup {
  const title = `${when}: ${outcomeText(result)} on ${versionText(result)}`
  return markup`<span class="square ${cssClass(result)}" role="img" aria-label="${title}" title="${title}">${marks[result.outcome]}</span>`
}

/** `unix-server on QEMU 7.2.22 (tcg), repeat 2` */
export function cellTitle(result: CellResult): string {
  const repeat = result.repeat === undefined ? '' : `, repeat ${result.repeat}`
  return `${result.case} on ${qemuText(result)}${repeat}`
}

/** `✖ freeze` */
export function markedOutcome(result: CellResult): string {
  return `${marks[result.outcome]} ${outcomeName(result)}`
}
