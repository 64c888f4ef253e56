import { UsageError } from '../model/errors.ts'
import { playKey } from '../model/play-key.ts'
import type { CellResult } from '../model/result.ts'
import type { Round } from '../model/round.ts'
import { isObject, shown } from '../model/shape.ts'
import { cellLine, cellResult, roundLine } from './line-shapes.ts'

/** One line of a round's results: a cell as it ended. */
export interface StoredCell {
  /** Its place in the order in which cells ended, from 1 on. */
  readonly number: number
  /** Its place in the order of the whole plan, from 1 on, also where it was played in a shard. */
  readonly place?: number
  /** Wall clock, ISO 8601. */
  readonly endedAt: string
  /** The folder with its files, below that of the results: `cells/1-unix-server-7.2.22`; null: nothing was kept. */
  readonly files: string | null
  readonly result: CellResult
}

/** All that `results.jsonl` says. */
export interface Results {
  readonly round: Round
  /** In the order in which they ended; a cell that was played again has several lines: see `lastWords`. */
  readonly cells: readonly StoredCell[]
  /** Whether the last line was left out because it is not whole: who wrote it was killed. */
  readonly cutShort: boolean
}

/** The first line of `results.jsonl`. */
export function roundText(round: Round): string {
  return `${JSON.stringify({ kind: 'round', schema: 1, ...round })}\n`
}

/** The line of one cell. */
export function cellText(cell: StoredCell): string {
  return `${JSON.stringify({ kind: 'cell', ...cell })}\n`
}

/**
 * Reads `results.jsonl`, JSON Lines. A last line without its newline that is not whole is left out. Throws
 * UsageError, one line that begins with `name`, for anything else that is not as it should be.
 */
export function parseResults(text: string, name: string): Results {
  const lines = text.split('\n')
  const values: unknown[] = []
  let cutShort = false
  for (const [index, line] of lines.entries()) {
    if (line.trim() === '') continue
    const value = parsed(line)
    const isFirst = values.length === 0
    if (value === undefined && index === lines.length - 1) cutShort = true
    else {
      const wrong = isFirst ? roundWrong(value) : cellWrong(value)
      if (wrong !== null) throw new UsageError(`${name}, line ${index + 1}: ${wrong}`)
      const { kind: _, schema: __, ...rest } = value as { kind: string; schema?: number }
      values.push(rest)
    }
  }
  const [round, ...cells] = values as [Round | undefined, ...StoredCell[]]
  if (round === undefined) {
    throw new UsageError(`${name} has no first line: wanted the results of a round, got nothing`)
  }
  return { round, cells, cutShort }
}

/** The cells of a round; of one that was played again (a retry, a resumed round) what was said last. */
export function lastWords(cells: readonly StoredCell[]): StoredCell[] {
  const last = new Map(cells.map(cell => [playKey(cell.result), cell]))
  const kept = new Set(last.values())
  return cells.filter(cell => kept.has(cell))
}

/** The cells of rounds as reports tell them: what was said last of each, in the order of the plan. */
export function inPlanOrder(cells: readonly StoredCell[]): StoredCell[] {
  return lastWords(cells).toSorted((a, b) => (a.place ?? a.number) - (b.place ?? b.number))
}

/** Reads what `--json` prints. Null when it is something else; throws UsageError when it is one that is broken. */
export function parseDocument(text: string, name: string): readonly CellResult[] | null {
  const value = parsed(text)
  if (!isObject(value) || !('results' in value)) return null
  const { schema, results } = value
  if (schema !== 1) throw new UsageError(`${name} ${otherSchema(schema)}`)
  if (!Array.isArray(results)) throw new UsageError(`${name}: results: wanted a list`)
  for (const [index, result] of results.entries()) {
    const wrong = cellResult(result, `results[${index}]`)
    if (wrong !== null) throw new UsageError(`${name}: ${wrong}`)
  }
  return results as CellResult[]
}

function roundWrong(value: unknown): string | null {
  if (!isObject(value)) return 'is no JSON object'
  if (value['kind'] !== 'round') return `wanted kind 'round', got ${shown(value['kind'])}`
  return value['schema'] === 1 ? roundLine(value, '') : otherSchema(value['schema'])
}

function cellWrong(value: unknown): string | null {
  if (!isObject(value)) return 'is no JSON object'
  if (value['kind'] !== 'cell') return `wanted kind 'cell', got ${shown(value['kind'])}`
  return cellLine(value, '')
}

function otherSchema(schema: unknown): string {
  return `has schema ${shown(schema)}, this version reads schema 1: use the tool that wrote it`
}

/** Undefined when the text is no JSON. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}
