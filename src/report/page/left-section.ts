import { cellsText } from '../cell/cell-labels.ts'
import type { PlannedCell } from '../reporter.ts'
import { cellTitle } from './cell-markup.ts'
import { type Markup, markup } from './markup.ts'

/** The planned cells that were not run; null if there is none. */
export function leftSection(left: readonly PlannedCell[]): Markup | null {
  if (left.length === 0) return null
  return markup`<section class="loud" id="left"><details><summary>Not run: ${cellsText(left.length)}</summary>
<ul>${left.map(cell => markup`<li>${cellTitle(cell)}</li>`)}</ul></details></section>
`
}
