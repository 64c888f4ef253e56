import { cellLine, resultsDocument, type StoredCell, testRunLine } from '../model/contract/document.ts'
import { type JsonLine, jsonIn, jsonLines } from '../model/contract/json-lines.ts'
import { jsonOf } from '../model/contract/json-of.ts'
import { playKey } from '../model/contract/play-key.ts'
import type { CellResult } from '../model/contract/result.ts'
import type { Schema } from '../model/contract/schema.ts'
import { currentSchema, unreadable } from '../model/contract/schema-version.ts'
import type { TestRun } from '../model/contract/test-run.ts'
import { UsageError } from '../model/errors.ts'
import { inputLimits } from '../model/input-limits.ts'

/** The content of `results.jsonl`. */
export interface Results {
  readonly schema: number
  readonly testRun: TestRun
  /** In the order in which they ended. A cell that ran again has several lines: see `latestCells`. */
  readonly cells: readonly StoredCell[]
  /** Whether an incomplete last line was ignored: its writer was killed. */
  readonly cutShort: boolean
}

/** Results with the schema version that they were written in. */
export interface StoredResults {
  readonly schema: number
  readonly results: readonly CellResult[]
}

/** The first line of `results.jsonl`. */
export function testRunText(testRun: TestRun): string {
  return `${jsonOf({ kind: 'round', schema: currentSchema, ...testRun })}\n`
}

/** The line of one cell. */
export function cellText(cell: StoredCell): string {
  return `${jsonOf({ kind: 'cell', ...cell })}\n`
}

/**
 * Parses `results.jsonl` (JSON Lines), ignoring an incomplete last line without a newline. Throws UsageError, one line
 * that begins with `name`, for anything else that is invalid.
 */
export function parseResults(text: string, name: string): Results {
  const { lines, cutShort } = jsonLines(text, inputLimits.resultLines)
  const values = lines.map((line, index) =>
    checked(line, index === 0 ? testRunLine : cellLine, `${name}, line ${line.number}`),
  )
  const [first, ...cells] = values as [(TestRun & { schema: number }) | undefined, ...StoredCell[]]
  if (first === undefined) throw new UsageError(`${name} is empty: expected the results of a test run`)
  const { schema, ...testRun } = first
  const count = latestCells(cells).length
  if (count > inputLimits.cells)
    throw new UsageError(`${name}: expected at most ${inputLimits.cells} cells, got ${count}`)
  const told = cells.map((cell, index) => ({
    ...cell,
    result: current(cell.result, `${name}, line ${lines[index + 1]?.number}: result`),
  }))
  return { schema, testRun, cells: told, cutShort }
}

/** Parses the output of `--json`. Null if the text is something else; throws UsageError if it is invalid. */
export function parseDocument(text: string, name: string): StoredResults | null {
  const json = jsonIn(text, inputLimits.fileBytes)
  const { value } = json
  if (typeof value !== 'object' || value === null || !('results' in value)) return null
  const { schema, results } = checked(json, resultsDocument, name) as StoredResults
  return { schema, results: results.map((one, index) => current(one, `${name}: results[${index}]`)) }
}

/** The latest result of each cell: a retry or a resumed test run replaces earlier ones. */
export function latestCells(cells: readonly StoredCell[]): StoredCell[] {
  const last = new Map(cells.map(cell => [playKey(cell.result), cell]))
  const kept = new Set(last.values())
  return cells.filter(cell => kept.has(cell))
}

/** The latest result of each cell, in plan order. */
export function inPlanOrder(cells: readonly StoredCell[]): StoredCell[] {
  return latestCells(cells).toSorted((a, b) => (a.place ?? a.number) - (b.place ?? b.number))
}

/** Checks a line or document against its schema and strips `kind`. Throws UsageError if it does not match. */
function checked(
  { value, fault: notJson }: Pick<JsonLine, 'value' | 'fault'>,
  schema: Schema,
  name: string,
): object {
  const fault = notJson ?? unreadable(schema, value)
  if (fault !== null) throw new UsageError(`${name}: ${fault}`)
  const { kind: _, ...rest } = value as { kind?: string }
  return rest
}

/**
 * Schema 1 set `expected` for every outcome; the current one only for pass and fail. Throws UsageError, which begins with
 * `where`, for one of these without it: it would pass for what is documented.
 */
function current(result: CellResult, where: string): CellResult {
  const { expected, ...rest } = result
  const { outcome } = rest
  if (outcome !== 'pass' && outcome !== 'fail') return rest
  if (expected === undefined)
    throw new UsageError(`${where}.expected: expected true or false with ${outcome}, got nothing`)
  return result
}
