import picocolors from 'picocolors'
import type { CellResult } from '../../model/contract/result.ts'
import { escaped } from '../../model/value/escaped.ts'
import { documentedMark, markOf, outcomeName, painter, targetText, versionText } from '../cell/cell-labels.ts'
import { isUnexpected } from '../exit-code.ts'
import type { PrettySettings } from '../pretty.ts'
import type { Reporter } from '../reporter.ts'
import { type Field, gridOf, notesOf } from './grid.ts'

type Colours = ReturnType<typeof picocolors.createColors>

/** One entry of the table: its text, and how it is coloured once its width is known. */
interface Entry {
  readonly text: string
  paint(text: string): string
}

const longest = 24

/** Cases × QEMUs for the console, at the end: the outcome of each cell, whether it is documented, and the edges. */
export function gridTable(write: (text: string) => void, { colour }: PrettySettings): Reporter {
  return {
    name: 'grid',
    end(results) {
      if (results.length > 0) write(`${gridText(results, picocolors.createColors(colour))}\n`)
    },
  }
}

function gridText(results: readonly CellResult[], colours: Colours): string {
  const { columns, rows, leftOut } = gridOf(results)
  if (leftOut !== null) return `(no grid: ${leftOut})\n`
  const lines: Entry[][] = [
    [plain(''), ...columns.map(column => plain(cut(versionText(column))))],
    [plain(''), ...columns.map(column => ({ text: cut(targetText(column)), paint: colours.dim }))],
    ...rows.map(row => [plain(escaped(row.case)), ...row.fields.map(field => entry(field, colours))]),
  ]
  const widths = [0, ...columns].map((_, index) =>
    Math.max(...lines.map(line => line[index]?.text.length ?? 0)),
  )
  return [...lines.map(line => lineText(line, widths)), ...legend(results), ''].join('\n')
}

function legend(results: readonly CellResult[]): string[] {
  const documented = results.some(result => markOf(result) === documentedMark)
  const signs = [
    ...(documented ? [`${documentedMark} fails as documented`] : []),
    ...(results.some(isUnexpected) ? ['!! unexpected'] : []),
  ]
  return signs.length === 0 ? [] : [`(${signs.join(', ')})`]
}

function lineText(line: readonly Entry[], widths: readonly number[]): string {
  const parts = line.map(
    ({ text, paint }, index) => `${paint(text)}${' '.repeat((widths[index] ?? 0) - text.length)}`,
  )
  return parts.join('  ').trimEnd()
}

function entry(field: Field | null, colours: Colours): Entry {
  if (field === null) return plain('')
  const { worst } = field
  const notes = notesOf(field).join(', ')
  const outcome = `${markOf(worst)} ${outcomeName(worst)}${isUnexpected(worst) ? ' !!' : ''}`
  return { text: notes === '' ? outcome : `${outcome} (${notes})`, paint: painter(worst, colours) }
}

function plain(text: string): Entry {
  return { text, paint: same => same }
}

function cut(text: string): string {
  // The ends of two labels are more likely to differ than their middles.
  return text.length <= longest ? text : `${text.slice(0, longest / 2 - 1)}…${text.slice(-longest / 2)}`
}
