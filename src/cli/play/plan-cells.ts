import type { Case } from '../../model/case/case.ts'
import { playKey } from '../../model/contract/play-key.ts'
import type { CellResult } from '../../model/contract/result.ts'
import type { Plan } from '../../model/contract/test-run.ts'
import { UsageError } from '../../model/errors.ts'
import { inputLimits } from '../../model/input-limits.ts'
import { pastSeconds } from '../../plan/past-seconds.ts'
import { inShard, type Shard } from '../../plan/shards.ts'
import type { Cell } from '../../run/cell.ts'
import type { TestBed } from '../guest/test-bed.ts'

/** How cases × QEMUs become cells. */
export interface PlanSettings {
  readonly overallMs: number
  readonly asDocumented: boolean
  readonly repeat: number
  readonly shard: Shard | null
}

/** The cells to run here. */
export interface PlannedCells {
  /** A repeated cell occurs several times. */
  readonly cells: readonly Cell[]
  readonly plan: Plan
  /** The key of each cell to its place in the whole plan, from 1 on. */
  readonly places: ReadonlyMap<string, number>
  /** How long the cell took in earlier test runs, if known. */
  secondsOf(cell: Cell): number | null
}

/** The cells of a test run, or of its shard: case by case, each on all QEMUs. */
export function planCells(
  cases: readonly Case[],
  testBeds: readonly TestBed[],
  { overallMs, asDocumented, repeat, shard }: PlanSettings,
  past: readonly CellResult[],
): PlannedCells {
  const known = pastSeconds(past)
  const secondsOf = (cell: Cell) => known(cell.case.id, cell.qemu.label)
  const numbers = Array.from({ length: repeat }, (_, index) => (repeat === 1 ? {} : { repeat: index + 1 }))
  const all = cases.flatMap(one =>
    testBeds.flatMap(testBed =>
      numbers.map((number): Cell => ({ case: one, overallMs, asDocumented, ...testBed, ...number })),
    ),
  )
  if (all.length > inputLimits.cells)
    throw new UsageError(
      `expected a plan of at most ${inputLimits.cells} cells, got ${all.length}: run fewer cases, QEMUs or repeats at a time`,
    )
  const own = shard === null ? all : shardOf(all, shard, secondsOf)
  const places = new Map(all.map((cell, index) => [keyOf(cell), index + 1]))
  return {
    cells: own,
    plan: {
      cells: own.length,
      ...(asDocumented ? { asDocumented } : {}),
      ...(shard === null ? {} : { shard: { ...shard, wholeCells: all.length } }),
    },
    places: new Map(own.map(cell => [keyOf(cell), places.get(keyOf(cell)) ?? 1])),
    secondsOf,
  }
}

/** The key of a cell's result. */
export function keyOf(cell: Cell): string {
  return playKey({ ...cell, case: cell.case.id })
}

/** The key leaves out the accelerator: of the machines that share a plan some may have KVM. */
function shardOf(all: readonly Cell[], shard: Shard, secondsOf: (cell: Cell) => number | null): Cell[] {
  const weighed = all.map(cell => ({
    cell,
    key: JSON.stringify([cell.case.id, cell.qemu.label, cell.repeat ?? 1]),
    seconds: secondsOf(cell),
  }))
  return inShard(weighed, shard).map(({ cell }) => cell)
}
