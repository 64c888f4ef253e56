import picocolors from 'picocolors'
import type { CellResult } from '../../model/contract/result.ts'
import { marks, onWords, outcomeWord, painter, versionWords } from '../cell/cell-words.ts'
import { escaped } from '../escaped.ts'
import { isUnexpected } from '../exit-code.ts'
import type { PrettySettings } from '../pretty.ts'
import type { Reporter } from '../reporter.ts'
import { type Column, type Field, gridOf, notesOf } from './grid.ts'

type Colours = ReturnType<typeof picocolors.createColors>

/** One place of the table: its text, and how that is painted once its width is known. */
interface Place {
  readonly text: string
  paint(text: string): string
}

const longest = 24

/** Cases × QEMUs for the console, at the end: what each cell was, whether that is documented, and where it turned. */
export function gridTable(write: (text: string) => void, { colour }: PrettySettings): Reporter {
  return {
    name: 'grid',
    end(results) {
      if (results.length > 0) write(`${gridText(results, picocolors.createColors(colour))}\n`)
    },
  }
}

function gridText(results: readonly CellResult[], colours: Colours): string {
  const { columns, rows } = gridOf(results)
  const lines: Place[][] = [
    [plain(''), ...columns.map(version)],
    [plain(''), ...columns.map(column => dimmed(cut(onWords(column)), colours))],
    ...rows.map(row => [plain(escaped(row.case)), ...row.fields.map(field => place(field, colours))]),
  ]
  const widths = columns.map((_, index) => widest(lines, index + 1))
  const legend = results.some(isUnexpected) ? ['!! = not as documented; other failures are documented'] : []
  const all = [widest(lines, 0), ...widths]
  return [...lines.map(line => lineText(line, all)), ...legend, ''].join('\n')
}

function lineText(line: readonly Place[], widths: readonly number[]): string {
  const parts = line.map(
    ({ text, paint }, index) => `${paint(text)}${' '.repeat((widths[index] ?? 0) - text.length)}`,
  )
  return parts.join('  ').trimEnd()
}

function place(field: Field | null, colours: Colours): Place {
  if (field === null) return plain('')
  const { worst } = field
  const notes = notesOf(field)
  const words = [
    `${marks[worst.outcome]} ${outcomeWord(worst)}`,
    ...(isUnexpected(worst) ? ['!!'] : []),
    ...(notes.length > 0 ? [`(${notes.join(', ')})`] : []),
  ]
  return { text: words.join(' '), paint: painter(worst, colours) }
}

function version(column: Column): Place {
  return plain(cut(versionWords(column)))
}

function plain(text: string): Place {
  return { text, paint: same => same }
}

function dimmed(text: string, colours: Colours): Place {
  return { text, paint: colours.dim }
}

function cut(text: string): string {
  // What tells two of them apart stands at the end.
  return text.length <= longest ? text : `${text.slice(0, longest / 2 - 1)}…${text.slice(-longest / 2)}`
}

function widest(lines: readonly (readonly Place[])[], index: number): number {
  return Math.max(...lines.map(line => line[index]?.text.length ?? 0))
}
