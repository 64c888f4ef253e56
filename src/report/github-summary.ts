import type { CellResult } from '../model/contract/result.ts'
import { isLoud, marks, onWords, outcomeWords, playedWords, versionWords } from './cell/cell-words.ts'
import { escaped } from './escaped.ts'
import { isUnexpected } from './exit-code.ts'
import { type Field, type Grid, gridOf, notesOf } from './grid/grid.ts'

/** All results as GitHub-flavoured Markdown: what needs a look, then cases × QEMUs. `planned`: cells that were to be played. */
export function githubSummary(results: readonly CellResult[], planned: number): string {
  const loud = results.filter(isLoud)
  const unexpected = results.filter(isUnexpected).length
  const cells = playedWords(results.length, planned)
  const lines = [
    `### chardev-fc: ${cells}, ${unexpected === 0 ? 'nothing unexpected' : `${unexpected} UNEXPECTED`}`,
    '',
    ...loud.map(look),
    ...(loud.length > 0 ? [''] : []),
    ...table(gridOf(results)),
    '',
  ]
  return `${lines.join('\n')}\n`
}

function look(result: CellResult): string {
  const where = `${literal(result.case)} on QEMU ${literal(versionWords(result))} (${literal(onWords(result))})`
  return `- **${where}: ${outcomeWords(result)}**: ${literal(result.because)}`
}

function table({ columns, rows }: Grid): string[] {
  if (rows.length === 0) return []
  const heads = columns.map(column => `QEMU ${literal(versionWords(column))}<br>${literal(onWords(column))}`)
  return [
    `| | ${heads.join(' | ')} |`,
    `|---|${columns.map(() => '---|').join('')}`,
    ...rows.map(row => `| ${literal(row.case)} | ${row.fields.map(field).join(' | ')} |`),
  ]
}

function field(cell: Field | null): string {
  if (cell === null) return ''
  const { worst } = cell
  const words = [`${marks[worst.outcome]} ${outcomeWords(worst)}`, ...notesOf(cell)]
  return isUnexpected(worst) ? `**${words.join('<br>')}**` : words.join('<br>')
}

/** Foreign text in which nothing is Markdown, HTML or a mention: entities are text and nothing else (CommonMark 6.2). */
function literal(text: string): string {
  return escaped(text).replace(/[^\p{L}\p{N} ]/gu, character => `&#${character.codePointAt(0)};`)
}
