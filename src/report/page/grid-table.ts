import type { CellResult } from '../../model/contract/result.ts'
import { outcomeText, targetText, versionText } from '../cell/cell-labels.ts'
import type { CellHistory } from '../cell-history.ts'
import { isUnexpected } from '../exit-code.ts'
import { type Column, edgeText, type Field, gridOf, shareOf } from '../grid/grid.ts'
import { cssClass, historyMark, markedOutcome } from './cell-markup.ts'
import { sinceText, whenText } from './history-section.ts'
import { type Markup, markup } from './markup.ts'

const mostMarks = 10

/** Cases × QEMUs. `idOf`: the id of a cell's section; `historyOf`: its history, if known. */
export function gridTable(
  results: readonly CellResult[],
  idOf: (result: CellResult) => string,
  historyOf: (result: CellResult) => CellHistory | null,
): Markup {
  const { columns, rows, leftOut } = gridOf(results)
  if (leftOut !== null) return markup`<p>No grid: ${leftOut}.</p>`
  const cell = (field: Field | null): Markup => {
    if (field === null) return markup`<td class="empty"></td>`
    const { worst, edges } = field
    const share = shareOf(field).map(text => markup` <small>${text}</small>`)
    const notes = edges.map(edge => markup`<span class="edge">${edgeText(edge)}</span>`)
    const label = `${worst.case} on QEMU ${versionText(worst)}: ${outcomeText(worst)}`
    return markup`<td class="${cssClass(worst)} ${edges.join(' ')}"><a href="#${idOf(worst)}" aria-label="${label}" title="${worst.because}">${markedOutcome(worst)}${share}</a>${notes}${earlierRuns(historyOf(worst), isUnexpected(worst))}</td>`
  }
  const lines = rows.map(
    row => markup`<tr><th scope="row">${row.case}</th>${row.fields.map(cell)}</tr>
`,
  )
  return markup`<div class="scrolls" tabindex="0" role="region" aria-label="cases by QEMU version"><table class="grid">
<thead><tr><th scope="col">case</th>${columns.map(head)}</tr></thead>
<tbody>
${lines}</tbody></table></div>`
}

function head(column: Column): Markup {
  return markup`<th scope="col">QEMU ${versionText(column)}<small>${targetText(column)}</small></th>`
}

function earlierRuns(history: CellHistory | null, isBad: boolean): Markup | null {
  if (history === null || history.runs.length < 2) return null
  const marks = history.runs
    .slice(-mostMarks)
    .map(({ startedAt, result }) => historyMark(result, whenText(startedAt)))
  const { changes, steps } = history.flakes
  const notes = [
    ...(history.failsSince === null || !isBad
      ? []
      : [
          markup`<small title="${sinceText(history)}">since ${history.failsSince.startedAt.slice(0, 10)}</small>`,
        ]),
    ...(changes < 2 ? [] : [markup`<small>changed ${changes} of ${steps} times</small>`]),
  ]
  return markup`<span class="squares">${marks}</span>${notes}`
}
