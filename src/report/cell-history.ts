import { type CellPlace, cellKey } from '../model/contract/cell-key.ts'
import type { CellResult } from '../model/contract/result.ts'
import { grouped } from '../model/value/grouped.ts'

/** What the history of a cell needs of an earlier test run. */
export interface EarlierTestRun {
  /** Wall clock, ISO 8601. */
  readonly startedAt: string
  readonly results: readonly CellResult[]
}

/** One run of a cell. */
export interface EarlierRun {
  readonly startedAt: string
  readonly result: CellResult
}

/** The outcomes of a cell until now. */
export interface CellHistory {
  /** The last runs, the oldest first. */
  readonly runs: readonly EarlierRun[]
  /**
   * How often the outcome (pass, or the symptom of a failure) changed between successive runs on the same version.
   * Runs without a verdict are left out. A lasting regression is one change; a flaky cell has many.
   */
  readonly flakes: { readonly changes: number; readonly steps: number }
  /** Since when the cell fails, when it last passed before that, and in how many runs it failed; null: it passes. */
  readonly failsSince: {
    readonly startedAt: string
    readonly lastGood: string | null
    readonly runs: number
  } | null
}

const mostRuns = 30

/** The histories of cells from all test runs, the present one included, the oldest first. */
export function cellHistories(testRuns: readonly EarlierTestRun[]): (cell: CellPlace) => CellHistory {
  const all = testRuns.flatMap(({ startedAt, results }) => results.map(result => ({ startedAt, result })))
  const histories = new Map(
    [...grouped(all, ({ result }) => cellKey(result))].map(([key, runs]) => [key, historyOf(runs)]),
  )
  return cell => histories.get(cellKey(cell)) ?? historyOf([])
}

function historyOf(runs: readonly EarlierRun[]): CellHistory {
  const judged = runs.filter(({ result }) => result.outcome === 'pass' || result.outcome === 'fail')
  return { runs: runs.slice(-mostRuns), flakes: flakesOf(judged), failsSince: failingSince(judged) }
}

function flakesOf(runs: readonly EarlierRun[]): CellHistory['flakes'] {
  const steps = runs.flatMap(({ result }, index) => {
    const before = runs[index - 1]?.result
    return before?.qemu.version === result.qemu.version ? [outcomeKey(before) !== outcomeKey(result)] : []
  })
  return { changes: steps.filter(hasChanged => hasChanged).length, steps: steps.length }
}

function failingSince(runs: readonly EarlierRun[]): CellHistory['failsSince'] {
  const good = runs.findLastIndex(({ result }) => result.outcome === 'pass')
  const first = runs[good + 1]
  if (first === undefined) return null
  return {
    startedAt: first.startedAt,
    lastGood: runs[good]?.startedAt ?? null,
    runs: runs.length - good - 1,
  }
}

function outcomeKey({ outcome, symptom }: CellResult): string {
  return `${outcome} ${symptom ?? ''}`
}
