import type { CellResult } from '../../model/contract/result.ts'
import { grouped } from '../../model/value/grouped.ts'
import { cellsText, needsAttention } from '../cell/cell-labels.ts'
import { isUnexpected } from '../exit-code.ts'
import { badge, cellClass, cellClasses, cellTitle } from './cell-markup.ts'
import { type Markup, markup } from './markup.ts'

/** The cells that need attention, the unexpected ones first; null if there is none. */
export function attentionSection(
  results: readonly CellResult[],
  idOf: (result: CellResult) => string,
): Markup | null {
  const all = results
    .filter(needsAttention)
    .toSorted((a, b) => cellClasses.indexOf(cellClass(a)) - cellClasses.indexOf(cellClass(b)))
  if (all.length === 0) return null
  const link = (result: CellResult) => markup`<a href="#${idOf(result)}">${cellTitle(result)}</a>`
  const items = [...grouped(all, kindOf).values()].map(alike => {
    const [one] = alike
    if (one === undefined) return null
    if (alike.length === 1) return markup`<li>${badge(one)} ${link(one)} ${one.because}</li>`
    const links = alike.map(result => markup`<li>${link(result)}</li>`)
    return markup`<li><details><summary>${badge(one)} ${cellsText(alike.length)}, such as: ${one.because}</summary><ul>${links}</ul></details></li>`
  })
  return markup`<section class="loud" id="attention"><h2>Needs attention <small class="scripted">keys: n next, p previous</small></h2><ul>${items}</ul></section>`
}

/** Unexpected results stand alone; of the others those are alike whose reasons differ only in figures. */
function kindOf(result: CellResult): unknown {
  if (isUnexpected(result)) return result
  return `${result.outcome} ${result.because.replace(/\d+([.,]\d+)*/g, '0')}`
}
