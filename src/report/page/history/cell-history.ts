import { type CellPlace, cellKey } from '../../../model/contract/cell-key.ts'
import type { CellResult } from '../../../model/contract/result.ts'
import { grouped } from '../../../model/value/grouped.ts'

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

/** The outcomes of a cell until now. An answer is a pass or a fail: other outcomes say nothing about QEMU. */
export interface CellHistory {
  /** The last runs, the oldest first. */
  readonly runs: readonly EarlierRun[]
  /** Of those runs, in how many there was an answer. */
  readonly answers: number
  /** The changes among those runs, and those of the older and the newer half of the steps. */
  readonly flakes: Flakes
  readonly trend: { readonly older: Flakes; readonly newer: Flakes }
  /**
   * How long the cell has passed, or failed, in the whole history; null without an answer, or if the repeats of the last
   * test run with one disagree.
   */
  readonly since: Since | null
}

/**
 * How often the outcome (pass, or the symptom of a failure) changed between successive answers on the same version. A
 * lasting regression is one change; a flaky cell has many.
 */
export interface Flakes {
  readonly changes: number
  readonly steps: number
}

/** The unbroken series of passes, or of failures, that the answers of the last test run belong to. */
export interface Since {
  readonly outcome: 'pass' | 'fail'
  /** Its first run. */
  readonly startedAt: string
  /** The last test run before it with the opposite answer; null: the answers of the history begin with it. */
  readonly before: string | null
  /** Its answers. */
  readonly answers: number
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

function historyOf(all: readonly EarlierRun[]): CellHistory {
  const runs = all.slice(-mostRuns)
  const answers = runs.filter(isAnswer)
  const steps = stepsOf(answers)
  const half = Math.floor(steps.length / 2)
  return {
    runs,
    answers: answers.length,
    flakes: flakesOf(steps),
    trend: { older: flakesOf(steps.slice(0, half)), newer: flakesOf(steps.slice(half)) },
    since: sinceOf(all.filter(isAnswer)),
  }
}

/** Whether a run says something about QEMU. */
export function isAnswer({ result }: EarlierRun): boolean {
  return result.outcome === 'pass' || result.outcome === 'fail'
}

/** Of each answer that follows one on the same version: whether the outcome changed. */
function stepsOf(answers: readonly EarlierRun[]): boolean[] {
  return answers.flatMap(({ result }, index) => {
    const before = answers[index - 1]?.result
    return before?.qemu.version === result.qemu.version ? [outcomeKey(before) !== outcomeKey(result)] : []
  })
}

function flakesOf(steps: readonly boolean[]): Flakes {
  return { changes: steps.filter(hasChanged => hasChanged).length, steps: steps.length }
}

function sinceOf(answers: readonly EarlierRun[]): Since | null {
  const testRuns = [...grouped(answers, ({ startedAt }) => startedAt).values()].map(own => ({
    startedAt: own[0]?.startedAt ?? '',
    outcome: commonOutcome(own),
    answers: own.length,
  }))
  const outcome = testRuns.at(-1)?.outcome ?? null
  if (outcome === null) return null
  const before = testRuns.findLastIndex(testRun => testRun.outcome !== outcome)
  const series = testRuns.slice(before + 1)
  return {
    outcome,
    startedAt: series[0]?.startedAt ?? '',
    before: testRuns[before]?.startedAt ?? null,
    answers: series.reduce((sum, { answers }) => sum + answers, 0),
  }
}

/** Null if the repeats of a test run disagree: the cell then neither passes nor fails. */
function commonOutcome(answers: readonly EarlierRun[]): Since['outcome'] | null {
  const [outcome, other] = new Set(answers.map(({ result }) => (result.outcome === 'pass' ? 'pass' : 'fail')))
  return other === undefined ? (outcome ?? null) : null
}

function outcomeKey({ outcome, symptom }: CellResult): string {
  return `${outcome} ${symptom ?? ''}`
}
