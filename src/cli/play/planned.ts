import type { Case } from '../../model/case/case.ts'
import { playKey } from '../../model/contract/play-key.ts'
import type { CellResult } from '../../model/contract/result.ts'
import type { Plan } from '../../model/contract/test-run.ts'
import { pastSeconds } from '../../plan/past-seconds.ts'
import { inShard, type Shard } from '../../plan/shards.ts'
import type { Cell } from '../../run/cell.ts'
import type { TestBed } from './test-bed.ts'

/** How cases × QEMUs become cells. */
export interface PlanSettings {
  readonly overallMs: number
  readonly asDocumented: boolean
  readonly repeat: number
  readonly shard: Shard | null
}

/** What is to be played here. */
export interface Planned {
  /** A repeated cell is there several times. */
  readonly cells: readonly Cell[]
  readonly plan: Plan
  /** Key of a play → its place in the whole plan, from 1 on; only of those played here. */
  readonly places: ReadonlyMap<string, number>
  /** How long it took in the past, if that is known. */
  secondsOf(cell: Cell): number | null
}

/** All cells of a test run, or of its shard: case by case, each on all QEMUs. */
export function planned(
  cases: readonly Case[],
  testBeds: readonly TestBed[],
  { overallMs, asDocumented, repeat, shard }: PlanSettings,
  past: readonly CellResult[],
): Planned {
  const known = pastSeconds(past)
  const secondsOf = (cell: Cell) => known(cell.case.id, cell.qemu.label)
  const numbers = Array.from({ length: repeat }, (_, index) => (repeat === 1 ? {} : { repeat: index + 1 }))
  const all = cases.flatMap(one =>
    testBeds.flatMap(testBed =>
      numbers.map((number): Cell => ({ case: one, overallMs, asDocumented, ...testBed, ...number })),
    ),
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

/** The accelerator does not count: of machines that share a plan one may have KVM. */
function shardOf(all: readonly Cell[], shard: Shard, secondsOf: (cell: Cell) => number | null): Cell[] {
  const weighed = all.map(cell => ({
    cell,
    key: JSON.stringify([cell.case.id, cell.qemu.label, cell.repeat ?? 1]),
    seconds: secondsOf(cell),
  }))
  return inShard(weighed, shard).map(({ cell }) => cell)
}
