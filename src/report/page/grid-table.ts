import type { CellResult } from '../../model/contract/result.ts'
import { onWords, outcomeWord, outcomeWords, versionWords } from '../cell/cell-words.ts'
import { isUnexpected } from '../exit-code.ts'
import { type Column, type Field, gridOf } from '../grid/grid.ts'
import type { Past } from '../past.ts'
import { gridWord, lookOf, square } from './look.ts'
import { type Markup, markup } from './markup.ts'
import { sinceText, whenText } from './past-section.ts'

const mostSquares = 10
const edgeWords = {
  'last-good': 'last good',
  'first-bad': 'first bad',
  'last-bad': 'last bad',
  'first-good': 'first good',
} as const

/** Cases × QEMUs. `placeOf`: where a cell's section is; `pastOf`: how it did before, if that is known. */
export function gridTable(
  results: readonly CellResult[],
  placeOf: (result: CellResult) => string,
  pastOf: (result: CellResult) => Past | null,
): Markup {
  const { columns, rows } = gridOf(results)
  const lines = rows.map(
    row => markup`<tr><th scope="row">${row.case}</th>${row.fields.map(field => cell(field, placeOf, pastOf))}</tr>
`,
  )
  return markup`<div class="scrolls" tabindex="0" role="region" aria-label="cases by QEMU version"><table class="grid">
<thead><tr><th scope="col">case</th>${columns.map(head)}</tr></thead>
<tbody>
${lines}</tbody></table></div>`
}

function head(column: Column): Markup {
  return markup`<th scope="col">QEMU ${versionWords(column)}<small>${onWords(column)}</small></th>`
}

function cell(
  field: Field | null,
  placeOf: (result: CellResult) => string,
  pastOf: (result: CellResult) => Past | null,
): Markup {
  if (field === null) return markup`<td class="empty"></td>`
  const { worst, results, edges } = field
  const same = results.filter(result => outcomeWord(result) === outcomeWord(worst)).length
  const times = results.length === 1 ? null : markup` <small>${same} of ${results.length}</small>`
  const notes = edges.map(edge => markup`<span class="edge">${edgeWords[edge]}</span>`)
  const label = `${worst.case} on QEMU ${versionWords(worst)}: ${outcomeWords(worst)}`
  return markup`<td class="${lookOf(worst)} ${edges.join(' ')}"><a href="#${placeOf(worst)}" aria-label="${label}" title="${worst.because}">${gridWord(worst)}${times}</a>${notes}${before(pastOf(worst), isUnexpected(worst))}</td>`
}

function before(past: Past | null, isBad: boolean): Markup | null {
  if (past === null || past.plays.length < 2) return null
  const squares = past.plays
    .slice(-mostSquares)
    .map(({ startedAt, result }) => square(result, whenText(startedAt)))
  const { changes, steps } = past.flakes
  const words = [
    ...(past.failsSince === null || !isBad
      ? []
      : [markup`<small title="${sinceText(past)}">since ${past.failsSince.startedAt.slice(0, 10)}</small>`]),
    ...(changes < 2 ? [] : [markup`<small>changed ${changes} of ${steps} times</small>`]),
  ]
  return markup`<span class="squares">${squares}</span>${words}`
}
