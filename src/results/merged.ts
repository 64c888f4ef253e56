import type { StoredCell } from '../model/contract/document.ts'
import { playKey } from '../model/contract/play-key.ts'
import type { TestRun } from '../model/contract/test-run.ts'
import { UsageError } from '../model/errors.ts'
import { inputLimits } from '../model/input-limits.ts'
import { shortened } from '../model/value/shortened.ts'
import { inPlanOrder, type Results } from './results-text.ts'

/** The results in one folder. */
export interface Part {
  /** The folder, as the user named it. */
  readonly path: string
  readonly results: Results
}

/** The joined results. */
export interface Merged {
  /** Starts when the earliest part did; the machine is that of the first part given. */
  readonly testRun: Omit<TestRun, 'tool' | 'command'>
  /** In plan order. */
  readonly cells: readonly { readonly from: string; readonly cell: StoredCell }[]
  /** What is missing from the whole plan, one clause each. */
  readonly lacks: readonly string[]
}

/**
 * Joins shards of one plan, or test runs that have no cell in common. Throws UsageError for shards of different plans,
 * a cell in two parts, or more than `wanted` parts.
 */
export function merged(parts: readonly Part[], wanted = parts.length): Merged {
  const [first] = parts
  if (first === undefined) throw new UsageError('no results folder given')
  if (parts.length > wanted)
    throw new UsageError(
      `--parts is ${wanted}, but ${parts.length} results folders are given: leave some out`,
    )
  const areShards = parts.every(({ results }) => results.testRun.plan.shard !== undefined)
  const asDocumented = commonPace(parts)
  if (areShards) checkShards(parts)
  const cells = parts.flatMap(({ path, results }) =>
    inPlanOrder(results.cells).map(cell => ({ from: path, cell })),
  )
  if (cells.length > inputLimits.cells)
    throw new UsageError(
      `these results have ${cells.length} cells in all, and at most ${inputLimits.cells} can be merged: leave some out`,
    )
  refuseDuplicates(cells, areShards)
  const own = parts.reduce((sum, { results }) => sum + results.testRun.plan.cells, 0)
  const whole = (areShards ? first.results.testRun.plan.shard?.wholeCells : undefined) ?? own
  const begins = parts.map(({ results }) => results.testRun.startedAt)
  return {
    testRun: {
      startedAt: begins.toSorted((a, b) => Date.parse(a) - Date.parse(b))[0] ?? '',
      machine: first.results.testRun.machine,
      plan: { cells: whole, ...(asDocumented ? { asDocumented } : {}) },
    },
    cells: areShards ? cells.toSorted((a, b) => (a.cell.place ?? 0) - (b.cell.place ?? 0)) : cells,
    lacks: [
      ...(parts.length < wanted ? [`only ${parts.length} of ${wanted} results folders are given`] : []),
      ...missingFrom(parts),
    ],
  }
}

/** Whether all parts ran --as-documented. Throws UsageError if only some did. */
function commonPace(parts: readonly Part[]): boolean | undefined {
  const paced = parts.find(({ results }) => results.testRun.plan.asDocumented)
  const other = parts.find(({ results }) => !results.testRun.plan.asDocumented)
  if (paced !== undefined && other !== undefined)
    throw new UsageError(
      `cannot merge ${paced.path}, which was run --as-documented, with ${other.path}, which was not: leave one out`,
    )
  return paced?.results.testRun.plan.asDocumented
}

function checkShards(parts: readonly Part[]): void {
  const shards = parts.flatMap(({ path, results: { testRun } }) =>
    testRun.plan.shard === undefined ? [] : [{ path, ...testRun.plan.shard }],
  )
  const [first] = shards
  const seen = new Map<number, string>()
  for (const { path, index, of, wholeCells } of shards) {
    if (of !== first?.of || wholeCells !== first.wholeCells) {
      throw new UsageError(
        `these shards belong to different plans: ${first?.path} is one of ${first?.of} shards with ${first?.wholeCells} cells in all, ` +
          `${path} one of ${of} with ${wholeCells}; run them with the same cases, QEMUs and --repeat`,
      )
    }
    const other = seen.get(index)
    if (other !== undefined)
      throw new UsageError(`${other} and ${path} are both shard ${index}/${of}: leave one out`)
    seen.set(index, path)
  }
}

/** Shards are compared by place in the plan, because machines may differ in their accelerator. */
function refuseDuplicates(cells: Merged['cells'], areShards: boolean): void {
  const seen = new Map<string, string>()
  for (const { from, cell } of cells) {
    const key = areShards && cell.place !== undefined ? `${cell.place}` : playKey(cell.result)
    const other = seen.get(key)
    if (other !== undefined) {
      const { case: played, qemu } = cell.result
      const why = areShards ? 'were they run with the same --history?' : 'leave one of them out'
      throw new UsageError(
        `${other} and ${from} both have ${shortened(played)} on ${shortened(qemu.label)}: ${why}`,
      )
    }
    seen.set(key, from)
  }
}

function missingFrom(parts: readonly Part[]): string[] {
  const short = parts.flatMap(({ path, results }) => {
    const [has, wanted] = [inPlanOrder(results.cells).length, results.testRun.plan.cells]
    return has < wanted ? [`${path} has ${has} of its ${wanted} cells`] : []
  })
  const shards = parts.flatMap(({ results }) => results.testRun.plan.shard ?? [])
  const of = shards[0]?.of ?? 0
  const missing = Array.from({ length: of }, (_, index) => index + 1).filter(
    index => !shards.some(shard => shard.index === index),
  )
  return [...short, ...missing.map(index => `shard ${index}/${of} is missing`)]
}
