import type { CellResult } from '../../model/contract/result.ts'
import { grouped } from '../../model/value/grouped.ts'
import { plural } from '../../model/value/plural.ts'
import { markOf, outcomeName, outcomeText, targetText, versionText } from '../cell/cell-labels.ts'
import { isUnexpected } from '../exit-code.ts'
import { type Column, edgeText, type Field, type Grid, shareOf } from '../grid/grid.ts'
import type { AboutCase } from './about-case.ts'
import { caseId } from './cell-ids.ts'
import { cellClass } from './cell-markup.ts'
import type { CellHistory } from './history/cell-history.ts'
import { sinceText, timesText } from './history/history-text.ts'
import { type Markup, markup } from './markup.ts'
import type { PageCell } from './page-cell.ts'

const mostMarks = 10

type Row = Grid['rows'][number]
type CellOf = (result: CellResult) => PageCell

/** Cases × QEMUs, grouped by backend. */
export function gridTable({ columns, rows, leftOut }: Grid, cellOf: CellOf): Markup {
  if (leftOut !== null) return markup`<p>No grid: ${leftOut}.</p>`
  const aboutRow = (row: Row) => aboutOf(row, cellOf)
  const groups = [...grouped(rows, row => aboutRow(row)?.backend ?? '')].map(
    ([backend, own]) => markup`<tbody>
<tr class="group"><th scope="rowgroup" colspan="${columns.length + 1}">${backend === '' ? 'other' : backend} <small>${plural(own.length, 'case')}</small></th></tr>
${own.map(row => line(row, aboutRow(row), cellOf))}</tbody>
`,
  )
  return markup`<div class="scrolls" tabindex="0" role="region" aria-label="cases by QEMU version"><table class="grid">
<thead><tr><th scope="col">case</th>${columns.map(head)}</tr></thead>
${groups}</table></div>`
}

function aboutOf({ fields }: Row, cellOf: CellOf): AboutCase | null {
  for (const field of fields) {
    const about = field && cellOf(field.worst).about
    if (about !== null) return about
  }
  return null
}

function head(column: Column): Markup {
  return markup`<th scope="col">QEMU ${versionText(column)}<small>${targetText(column)}</small></th>`
}

function line(row: Row, about: AboutCase | null, cellOf: CellOf): Markup {
  const data = about && markup` data-backend="${about.backend}" data-frontend="${about.frontend}"`
  return markup`<tr${data}><th scope="row"><a href="#${caseId(row.case)}">${row.case}</a>${about && markup`<small>${about.title}</small>`}</th>${row.fields.map(field => cell(field, cellOf))}</tr>
`
}

function cell(field: Field | null, cellOf: CellOf): Markup {
  if (field === null) return markup`<td class="empty"></td>`
  const { worst, results, edges } = field
  const { id, history } = cellOf(worst)
  const share = shareOf(field).map(text => markup` <small>${text}</small>`)
  const notes =
    edges.length === 0 ? null : markup`<span class="edge">${edges.map(edgeText).join(', ')}</span>`
  const label = `${worst.case} on QEMU ${versionText(worst)}: ${outcomeText(worst)}`
  const states = [...new Set(results.map(cellClass))].join(' ')
  return markup`<td class="${cellClass(worst)} ${edges.join(' ')}" data-states="${states}"${moreText(field)}><a href="#${id}" aria-label="${label}" title="${worst.because}">${markOf(worst)} ${outcomeText(worst)}${share}</a><small class="took">${worst.seconds.toFixed(1)} s</small>${notes}${earlierRuns(history, isUnexpected(worst))}</td>`
}

/** How the other repeats ended, for the search; the field shows one. */
function moreText({ worst, results }: Field): Markup | null {
  const texts = results
    .filter(result => result !== worst)
    .map(result => `${outcomeText(result)} ${result.because}`)
  return texts.length === 0 ? null : markup` data-more="${[...new Set(texts)].join(' ')}"`
}

function earlierRuns(history: CellHistory | null, isBad: boolean): Markup | null {
  if (history === null || history.runs.length < 2) return null
  const last = history.runs.slice(-mostMarks)
  const marks = last.map(({ result }) => markup`<i class="${cellClass(result)}">${markOf(result)}</i>`)
  const label = `the last ${last.length} runs: ${last.map(({ result }) => outcomeName(result)).join(', ')}`
  const { since, flakes } = history
  const notes = [
    since === null || !isBad
      ? null
      : markup`<small title="${sinceText(history)}">${since.outcome === 'fail' ? 'failing' : 'passing'} since ${since.startedAt.slice(0, 10)}</small>`,
    flakes.changes < 2 ? null : markup`<small>changed ${timesText(flakes)}</small>`,
  ]
  return markup`<span class="squares" role="img" aria-label="${label}">${marks}</span>${notes}`
}
