import type { CellResult } from '../../model/contract/result.ts'
import { grouped } from '../../model/value/grouped.ts'
import { plural } from '../../model/value/plural.ts'
import { outcomeText, targetText, versionText } from '../cell/cell-labels.ts'
import type { CellHistory } from '../cell-history.ts'
import { isUnexpected } from '../exit-code.ts'
import { type Column, edgeText, type Field, type Grid, shareOf } from '../grid/grid.ts'
import type { AboutCase } from './about-case.ts'
import { caseId } from './cell-ids.ts'
import { cellClass, historyMark, markOf } from './cell-markup.ts'
import { sinceText, timesText, whenText } from './history-section.ts'
import { type Markup, markup } from './markup.ts'

const mostMarks = 10

/** What the grid shows of a cell beside its result. */
export interface GridSources {
  /** The id of a cell's section. */
  idOf(result: CellResult): string
  /** Null if it is not known. */
  historyOf(result: CellResult): CellHistory | null
  aboutOf(result: CellResult): AboutCase | null
}

type Row = Grid['rows'][number]

/** Cases × QEMUs, grouped by backend. */
export function gridTable({ columns, rows, leftOut }: Grid, sources: GridSources): Markup {
  if (leftOut !== null) return markup`<p>No grid: ${leftOut}.</p>`
  const aboutRow = (row: Row) => aboutOf(row, sources)
  const groups = [...grouped(rows, row => aboutRow(row)?.backend ?? '')].map(
    ([backend, own]) => markup`<tbody>
<tr class="group"><th scope="rowgroup" colspan="${columns.length + 1}">${backend === '' ? 'other' : backend} <small>${plural(own.length, 'case')}</small></th></tr>
${own.map(row => line(row, aboutRow(row), sources))}</tbody>
`,
  )
  return markup`<div class="scrolls" tabindex="0" role="region" aria-label="cases by QEMU version"><table class="grid">
<thead><tr><th scope="col">case</th>${columns.map(head)}</tr></thead>
${groups}</table></div>`
}

function aboutOf({ fields }: Row, sources: GridSources): AboutCase | null {
  for (const field of fields) {
    const about = field && sources.aboutOf(field.worst)
    if (about !== null) return about
  }
  return null
}

function head(column: Column): Markup {
  return markup`<th scope="col">QEMU ${versionText(column)}<small>${targetText(column)}</small></th>`
}

function line(row: Row, about: AboutCase | null, sources: GridSources): Markup {
  const data = about && markup` data-backend="${about.backend}" data-frontend="${about.frontend}"`
  return markup`<tr${data}><th scope="row"><a href="#${caseId(row.case)}">${row.case}</a>${about && markup`<small>${about.title}</small>`}</th>${row.fields.map(field => cell(field, sources))}</tr>
`
}

function cell(field: Field | null, { idOf, historyOf }: GridSources): Markup {
  if (field === null) return markup`<td class="empty"></td>`
  const { worst, results, edges } = field
  const share = shareOf(field).map(text => markup` <small>${text}</small>`)
  const notes =
    edges.length === 0 ? null : markup`<span class="edge">${edges.map(edgeText).join(', ')}</span>`
  const label = `${worst.case} on QEMU ${versionText(worst)}: ${outcomeText(worst)}`
  const states = [...new Set(results.map(cellClass))].join(' ')
  return markup`<td class="${cellClass(worst)} ${edges.join(' ')}" data-states="${states}"><a href="#${idOf(worst)}" aria-label="${label}" title="${worst.because}">${markOf(worst)} ${outcomeText(worst)}${share}</a><small class="took">${worst.seconds.toFixed(1)} s</small>${notes}${earlierRuns(historyOf(worst), isUnexpected(worst))}</td>`
}

function earlierRuns(history: CellHistory | null, isBad: boolean): Markup | null {
  if (history === null || history.runs.length < 2) return null
  const marks = history.runs
    .slice(-mostMarks)
    .map(({ startedAt, result }) => historyMark(result, whenText(startedAt)))
  const { since, flakes } = history
  const notes = [
    since === null || !isBad
      ? null
      : markup`<small title="${sinceText(history)}">${since.outcome === 'fail' ? 'failing' : 'passing'} since ${since.startedAt.slice(0, 10)}</small>`,
    flakes.changes < 2 ? null : markup`<small>changed ${timesText(flakes)}</small>`,
  ]
  return markup`<span class="squares">${marks}</span>${notes}`
}
