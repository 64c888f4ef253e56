import type { CellResult } from '../model/contract/result.ts'
import { escaped } from '../model/value/escaped.ts'
import {
  markOf,
  needsAttention,
  outcomeText,
  repeatText,
  summaryText,
  targetText,
  versionText,
} from './cell/cell-labels.ts'
import { isUnexpected } from './exit-code.ts'
import { type Field, type Grid, gridOf, notesOf } from './grid/grid.ts'

/** GitHub takes no summary of more than 1 MiB. */
const mostItems = 200

/** All results as GitHub-flavoured Markdown: what needs attention, then cases × QEMUs. `planned`: the number of cells to run. */
export function githubSummary(results: readonly CellResult[], planned: number): string {
  const attention = results.filter(needsAttention)
  const lines = [
    `### chardev-fc: ${summaryText(results, planned)}`,
    '',
    ...attention.slice(0, mostItems).map(item),
    ...(attention.length > mostItems ? [`- … and ${attention.length - mostItems} more`] : []),
    ...(attention.length > 0 ? [''] : []),
    ...table(gridOf(results)),
    '',
  ]
  return `${lines.join('\n')}\n`
}

function item(result: CellResult): string {
  const where = `${literal(result.case)} on QEMU ${literal(versionText(result))} (${literal(targetText(result))})${literal(repeatText(result))}`
  return `- **${where}: ${outcomeText(result)}**: ${literal(result.because)}`
}

function table({ columns, rows, leftOut }: Grid): string[] {
  if (leftOut !== null) return [`(no grid: ${leftOut})`]
  if (rows.length === 0) return []
  const heads = columns.map(
    column => `QEMU ${literal(versionText(column))}<br>${literal(targetText(column))}`,
  )
  return [
    `| | ${heads.join(' | ')} |`,
    `|---|${columns.map(() => '---|').join('')}`,
    ...rows.map(row => `| ${literal(row.case)} | ${row.fields.map(field).join(' | ')} |`),
  ]
}

function field(cell: Field | null): string {
  if (cell === null) return ''
  const { worst } = cell
  const lines = [`${markOf(worst)} ${outcomeText(worst)}`, ...notesOf(cell)]
  return isUnexpected(worst) ? `**${lines.join('<br>')}**` : lines.join('<br>')
}

/** Foreign text as entities, which are neither Markdown nor HTML nor a mention (CommonMark 6.2). */
function literal(text: string): string {
  return escaped(text).replace(/[^\p{L}\p{N} ]/gu, character => `&#${character.codePointAt(0)};`)
}
