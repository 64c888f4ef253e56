import type { CellResult } from '../../model/contract/result.ts'
import { markOf, outcomeName, outcomeText, qemuText } from '../cell/cell-labels.ts'
import { isUnexpected } from '../exit-code.ts'
import type { PlannedCell } from '../reporter.ts'
import { type Markup, markup } from './markup.ts'

/** The classes of results, the most urgent first. */
export const cellClasses = ['unexpected', 'error', 'inconclusive', 'documented', 'pass', 'skip'] as const
export type CellClass = (typeof cellClasses)[number]

/** What the page calls the cells of a class. */
export const classNames: Readonly<Record<CellClass, string>> = {
  unexpected: 'unexpected',
  error: 'harness error',
  inconclusive: 'inconclusive',
  documented: 'fail as documented',
  pass: 'pass',
  skip: 'skipped',
}

/** The CSS class of a result. */
export function cellClass(result: CellResult): CellClass {
  if (isUnexpected(result)) return 'unexpected'
  return result.outcome === 'fail' ? 'documented' : result.outcome
}

/** `✖ unexpected freeze`, coloured. */
export function badge(result: CellResult): Markup {
  return markup`<span class="badge ${cellClass(result)}">${markOf(result)} ${outcomeText(result)}</span>`
}

/** `unix-server on QEMU 7.2.22 (tcg), repeat 2` */
export function cellTitle(cell: PlannedCell): string {
  const repeat = cell.repeat === undefined ? '' : `, repeat ${cell.repeat}`
  return `${cell.case} on ${qemuText(cell)}${repeat}`
}

/** `✖ freeze`, `= freeze` */
export function markedOutcome(result: CellResult): string {
  return `${markOf(result)} ${outcomeName(result)}`
}
