import { cellKey } from '../../model/contract/cell-key.ts'
import type { CellResult } from '../../model/contract/result.ts'
import { currentSchema } from '../../model/contract/schema-version.ts'
import { grouped } from '../../model/value/grouped.ts'
import { median } from '../../model/value/median.ts'
import { gridOf } from '../grid/grid.ts'

/** The figures that are compared; of a repeated cell the median. */
export interface Figures {
  readonly acceptedBytes?: number
  /** The longer silence of the two heartbeat paths, ms. */
  readonly longestSilenceMs?: number
  readonly seconds: number
}

/** One cell on one of two sides. */
export interface Side {
  /** The worst result of its repeats. */
  readonly result: CellResult
  readonly plays: number
  readonly figures: Figures
}

/** `numbers`: the outcome is the same, but a figure differs by much. */
export type Change = 'outcome' | 'added' | 'removed' | 'numbers' | 'none'

/** One cell on two sides; null where it is missing. */
export interface CellDifference {
  readonly case: string
  readonly change: Change
  readonly before: Side | null
  readonly after: Side | null
}

/**
 * Two results side by side, in the order of the second, then what only the first has. Cells are matched by case, label
 * and accelerator, or by case alone if each side has a single QEMU.
 */
export function differencesOf(
  before: readonly CellResult[],
  after: readonly CellResult[],
  schemas: readonly [number, number] = [currentSchema, currentSchema],
): readonly CellDifference[] {
  const isOneEach = [before, after].every(results => gridOf(results).columns.length === 1)
  const keyOf = (result: CellResult) => (isOneEach ? result.case : cellKey(result))
  const [olds, news] = [sidesOf(before, keyOf), sidesOf(after, keyOf)]
  const keys = [...new Set([...news.keys(), ...olds.keys()])]
  // Schema 1 called doubled bytes a loss.
  const knowsDoubled = schemas[0] === schemas[1]
  return keys.map(key => {
    const [before, after] = [olds.get(key) ?? null, news.get(key) ?? null]
    const id = (after ?? before)?.result.case ?? ''
    return { case: id, change: changeOf(before, after, knowsDoubled), before, after }
  })
}

/** Whether the cell differs in more than its figures, which depend on the load of the host. */
export function isChanged({ change }: CellDifference): boolean {
  return change !== 'none' && change !== 'numbers'
}

function changeOf(before: Side | null, after: Side | null, knowsDoubled: boolean): Change {
  if (before === null) return 'added'
  if (after === null) return 'removed'
  const [was, is] = [before.result, after.result].map(({ outcome, symptom, expected }) =>
    [outcome, symptom === 'doubled' && !knowsDoubled ? 'loss' : symptom, expected].join(),
  )
  // A failure that is documented for some runs may come and go.
  const isSometimes = before.result.sometimes && after.result.sometimes
  if (was !== is && !isSometimes) return 'outcome'
  return isFar(before.figures, after.figures) ? 'numbers' : 'none'
}

/** Whether the figures differ by more than a busy host explains. */
function isFar(one: Figures, other: Figures): boolean {
  const far = (name: keyof Figures, factor: number, least: number) => {
    const [low = 0, high = 0] = [one[name] ?? 0, other[name] ?? 0].toSorted((a, b) => a - b)
    return high >= low * factor && high - low >= least
  }
  return far('acceptedBytes', 1.5, 4096) || far('longestSilenceMs', 2, 1000) || far('seconds', 3, 10)
}

function sidesOf(
  results: readonly CellResult[],
  keyOf: (result: CellResult) => string,
): ReadonlyMap<string, Side> {
  return new Map([...grouped(results, keyOf)].map(([key, plays]) => [key, side(plays)]))
}

function side(plays: readonly CellResult[]): Side {
  const [column] = gridOf(plays).rows[0]?.fields ?? []
  const [first] = plays
  const result = column?.worst ?? first
  if (result === undefined) throw new Error('a group has a result')
  const accepted = median(plays.flatMap(({ numbers }) => numbers.acceptedBytes ?? []))
  const silence = median(
    plays.flatMap(({ numbers: { longestSilenceMs: both } }) => (both ? Math.max(both.ssh, both.serial) : [])),
  )
  return {
    result,
    plays: plays.length,
    figures: {
      ...(accepted === undefined ? {} : { acceptedBytes: accepted }),
      ...(silence === undefined ? {} : { longestSilenceMs: silence }),
      seconds: median(plays.map(({ seconds }) => seconds)) ?? 0,
    },
  }
}
