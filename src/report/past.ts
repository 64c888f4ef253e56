import { cellKey } from '../model/contract/cell-key.ts'
import type { CellResult } from '../model/contract/result.ts'

/** An earlier test run, as far as the past of a cell needs it. */
export interface PastTestRun {
  /** Wall clock, ISO 8601. */
  readonly startedAt: string
  readonly results: readonly CellResult[]
}

/** One play of a cell, some time. */
export interface PastPlay {
  readonly startedAt: string
  readonly result: CellResult
}

/** How a cell did until now. */
export interface Past {
  /** The last plays, the oldest first, the newest last. */
  readonly plays: readonly PastPlay[]
  /**
   * How often its outcome (pass, or which failure) changed from one play to the next on the same version, of all
   * such steps; plays that said nothing are left out. A regression that stays is one change; a flaky cell has many.
   */
  readonly flakes: { readonly changes: number; readonly steps: number }
  /** When it began to fail as it still does, and when it last passed before that; null: it does not fail now. */
  readonly failsSince: {
    readonly startedAt: string
    readonly lastGood: string | null
    readonly plays: number
  } | null
}

const mostPlays = 30

/** The past of one cell from all test runs, this one among them, the oldest first. */
export function pastOf(
  cell: Pick<CellResult, 'case' | 'qemu' | 'accel'>,
  testRuns: readonly PastTestRun[],
): Past {
  const key = cellKey(cell)
  const plays = testRuns.flatMap(({ startedAt, results }) =>
    results.filter(result => cellKey(result) === key).map(result => ({ startedAt, result })),
  )
  const listeners = plays.filter(({ result }) => result.outcome === 'pass' || result.outcome === 'fail')
  return { plays: plays.slice(-mostPlays), flakes: flakesOf(listeners), failsSince: failingSince(listeners) }
}

function flakesOf(plays: readonly PastPlay[]): Past['flakes'] {
  const steps = plays
    .map(({ result }, index) => ({ result, before: plays[index - 1]?.result }))
    .filter(({ result, before }) => before !== undefined && before.qemu.version === result.qemu.version)
  const changes = steps.filter(({ result, before }) => before !== undefined && said(before) !== said(result))
  return { changes: changes.length, steps: steps.length }
}

function failingSince(plays: readonly PastPlay[]): Past['failsSince'] {
  const good = plays.findLastIndex(({ result }) => result.outcome === 'pass')
  const first = plays[good + 1]
  if (first === undefined) return null
  return {
    startedAt: first.startedAt,
    lastGood: plays[good]?.startedAt ?? null,
    plays: plays.length - good - 1,
  }
}

function said({ outcome, symptom }: CellResult): string {
  return `${outcome} ${symptom ?? ''}`
}
