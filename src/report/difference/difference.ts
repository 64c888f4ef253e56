import { cellKey } from '../../model/contract/cell-key.ts'
import type { CellResult } from '../../model/contract/result.ts'
import { currentSchema } from '../../model/contract/schema-version.ts'
import { median } from '../../model/value/median.ts'
import { gridOf } from '../grid/grid.ts'

/** The figures that are compared; of several plays the median. */
export interface Figures {
  readonly acceptedBytes?: number
  /** The longer one of both paths, ms. */
  readonly longestSilenceMs?: number
  readonly seconds: number
}

/** One cell on one of two sides. */
export interface Side {
  /** What counts: the worst of its plays. */
  readonly result: CellResult
  readonly plays: number
  readonly figures: Figures
}

/** What became of a cell. `numbers`: its outcome is the same, but a figure is far from what it was. */
export type Change = 'outcome' | 'added' | 'removed' | 'numbers' | 'none'

/** One cell on two sides; null: it is not there. */
export interface CellDifference {
  readonly case: string
  readonly change: Change
  readonly before: Side | null
  readonly after: Side | null
}

/**
 * Two results side by side, in the order of the second; what it lacks comes last. Cells are the same by case, label and
 * accelerator; where each side has a single QEMU these are compared, whatever they are called.
 */
export function differencesOf(
  before: readonly CellResult[],
  after: readonly CellResult[],
  schemas: readonly [number, number] = [currentSchema, currentSchema],
): readonly CellDifference[] {
  const isOneEach = [before, after].every(results => gridOf(results).columns.length === 1)
  const keyOf = (result: CellResult) => (isOneEach ? result.case : cellKey(result))
  const [old, young] = [sidesOf(before, keyOf), sidesOf(after, keyOf)]
  const keys = [...new Set([...young.keys(), ...old.keys()])]
  // In schema 1 what arrives again was called a loss.
  const knowsDoubled = schemas[0] === schemas[1]
  return keys.map(key => difference(old.get(key) ?? null, young.get(key) ?? null, knowsDoubled))
}

/** Whether something turned out otherwise. Figures alone do not count: they go with the load of the host. */
export function isChanged({ change }: CellDifference): boolean {
  return change !== 'none' && change !== 'numbers'
}

function difference(before: Side | null, after: Side | null, knowsDoubled: boolean): CellDifference {
  const played = (after ?? before)?.result.case ?? ''
  return { case: played, change: changeOf(before, after, knowsDoubled), before, after }
}

function changeOf(before: Side | null, after: Side | null, knowsDoubled: boolean): Change {
  if (before === null) return 'added'
  if (after === null) return 'removed'
  const [was, is] = [before.result, after.result].map(({ outcome, symptom, expected }) =>
    [outcome, symptom === 'doubled' && !knowsDoubled ? 'loss' : symptom, expected].join(),
  )
  // What comes and goes, as documented, has not changed.
  const comesAndGoes = before.result.sometimes && after.result.sometimes
  if (was !== is && !comesAndGoes) return 'outcome'
  return isFar(before.figures, after.figures) ? 'numbers' : 'none'
}

/** Far enough apart to be no accident of a busy host. */
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
  const groups = new Map<string, CellResult[]>()
  for (const result of results) groups.set(keyOf(result), [...(groups.get(keyOf(result)) ?? []), result])
  return new Map([...groups].map(([key, plays]) => [key, side(plays)]))
}

function side(plays: readonly CellResult[]): Side {
  const [column] = gridOf(plays).rows[0]?.fields ?? []
  const [first] = plays
  const result = column?.worst ?? first
  if (result === undefined) throw new Error('a group has a result')
  const accepted = median(plays.flatMap(({ numbers }) => numbers.acceptedBytes ?? []))
  const silence = median(
    plays.flatMap(({ numbers: { longestSilenceMs: both } }) => (both ? longer(both) : [])),
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

function longer({ ssh, serial }: { readonly ssh: number; readonly serial: number }): number {
  return Math.max(ssh, serial)
}
