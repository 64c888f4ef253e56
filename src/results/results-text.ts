import { cellLine, resultsDocument, type StoredCell, testRunLine } from '../model/contract/document.ts'
import { jsonIn, jsonLines } from '../model/contract/json-lines.ts'
import { playKey } from '../model/contract/play-key.ts'
import type { CellResult } from '../model/contract/result.ts'
import type { Schema } from '../model/contract/schema.ts'
import { currentSchema, unreadable } from '../model/contract/schema-version.ts'
import type { TestRun } from '../model/contract/test-run.ts'
import { UsageError } from '../model/errors.ts'

/** All that `results.jsonl` says. */
export interface Results {
  readonly schema: number
  readonly testRun: TestRun
  /** In the order in which they ended; a cell that was played again has several lines: see `latestCells`. */
  readonly cells: readonly StoredCell[]
  /** Whether the last line was left out because it is not whole: who wrote it was killed. */
  readonly cutShort: boolean
}

/** Results that were read, with the schema that they were written in. */
export interface StoredResults {
  readonly schema: number
  readonly results: readonly CellResult[]
}

/** The first line of `results.jsonl`. */
export function testRunText(testRun: TestRun): string {
  return `${JSON.stringify({ kind: 'round', schema: currentSchema, ...testRun })}\n`
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
  const { lines, cutShort } = jsonLines(text)
  const values = lines.map(({ value, number }, index) =>
    checked(value, index === 0 ? testRunLine : cellLine, `${name}, line ${number}`),
  )
  const [first, ...cells] = values as [(TestRun & { schema: number }) | undefined, ...StoredCell[]]
  if (first === undefined) {
    throw new UsageError(`${name} is empty: expected the results of a test run`)
  }
  const { schema, ...testRun } = first
  return { schema, testRun, cells: cells.map(cell => ({ ...cell, result: current(cell.result) })), cutShort }
}

/** Reads what `--json` prints. Null when it is something else; throws UsageError when it is one that is broken. */
export function parseDocument(text: string, name: string): StoredResults | null {
  const value = jsonIn(text)
  if (typeof value !== 'object' || value === null || !('results' in value)) return null
  const { schema, results } = checked(value, resultsDocument, name) as StoredResults
  return { schema, results: results.map(current) }
}

/** The cells of a test run; of one that was played again (a retry, a resumed test run) what was said last. */
export function latestCells(cells: readonly StoredCell[]): StoredCell[] {
  const last = new Map(cells.map(cell => [playKey(cell.result), cell]))
  const kept = new Set(last.values())
  return cells.filter(cell => kept.has(cell))
}

/** The cells of test runs as reports tell them: what was said last of each, in the order of the plan. */
export function inPlanOrder(cells: readonly StoredCell[]): StoredCell[] {
  return latestCells(cells).toSorted((a, b) => (a.place ?? a.number) - (b.place ?? b.number))
}

/** A line or document without its `kind`. Throws UsageError unless it is as its schema wants it. */
function checked(value: unknown, schema: Schema, name: string): object {
  const fault = value === undefined ? 'not JSON' : unreadable(schema, value)
  if (fault !== null) throw new UsageError(`${name}: ${fault}`)
  const { kind: _, ...rest } = value as { kind?: string }
  return rest
}

/** In schema 1 every outcome was expected or not; what proves nothing is neither. */
function current(result: CellResult): CellResult {
  if (result.outcome === 'pass' || result.outcome === 'fail') return result
  const { expected: _, ...rest } = result
  return rest
}
