import { cellKey } from '../../model/contract/cell-key.ts'
import type { CellResult } from '../../model/contract/result.ts'
import { worstFirst } from '../../model/contract/verdict.ts'
import { compareVersions } from '../../model/value/version.ts'
import { outcomeWord } from '../cell/cell-words.ts'
import { isUnexpected } from '../exit-code.ts'

/** One QEMU with one accelerator. */
export type Column = Pick<CellResult, 'qemu' | 'accel'>

/** Where, from one version to the next, a case turned good or bad. */
export type Edge = 'last-good' | 'first-bad' | 'last-bad' | 'first-good'

/** All results of one case on one QEMU. */
export interface Field {
  /** At least one; several when the cell was repeated. */
  readonly results: readonly CellResult[]
  /** The result that counts: the worst. */
  readonly worst: CellResult
  readonly edges: readonly Edge[]
}

/** Cases × QEMUs, the QEMUs by version. */
export interface Grid {
  readonly columns: readonly Column[]
  /** A row has a field, or null, for each column. */
  readonly rows: readonly { readonly case: string; readonly fields: readonly (Field | null)[] }[]
}

/** Lays results out. Cases keep the order in which they come; columns go from the oldest version to the newest. */
export function gridOf(results: readonly CellResult[]): Grid {
  const columns = [...new Map(results.map(result => [columnKey(result), result])).values()]
    .map(columnOf)
    .toSorted(
      (a, b) => compareVersions(a.qemu.version, b.qemu.version) || compareText(a.qemu.label, b.qemu.label),
    )
  const cases = [...new Set(results.map(result => result.case))]
  const rows = cases.map(name => {
    const own = columns.map(column =>
      results.filter(result => result.case === name && columnKey(result) === columnKey(column)),
    )
    const worst = own.map(results => results.toSorted((a, b) => rank(a) - rank(b))[0])
    const edges = edgesOf(worst)
    return {
      case: name,
      fields: own.map((results, index) => {
        const [one, marks] = [worst[index], edges[index]]
        return one === undefined ? null : { results, worst: one, edges: marks ?? [] }
      }),
    }
  })
  return { columns, rows }
}

/** `2 of 3`, `first bad`: how many plays ended like the one that counts, and what turned here. */
export function notesOf({ worst, results, edges }: Field): string[] {
  const same = results.filter(result => outcomeWord(result) === outcomeWord(worst)).length
  return [
    ...(results.length > 1 ? [`${same} of ${results.length}`] : []),
    ...edges.map(edge => edge.replace('-', ' ')),
  ]
}

function columnOf({ qemu, accel, machine, arch, kernel }: CellResult): Column {
  return { qemu, accel, ...(machine && { machine }), ...(arch && { arch }), ...(kernel && { kernel }) }
}

function columnKey(column: Column): string {
  return `${cellKey({ ...column, case: '' })} ${column.qemu.version}`
}

/** A surprise first, then as in the verdict's fold. */
function rank(result: CellResult): number {
  return isUnexpected(result) ? -1 : worstFirst.indexOf(result.outcome)
}

/** Between neighbours that say something: pass or fail. What lies between them and says nothing is passed over. */
function edgesOf(row: readonly (CellResult | undefined)[]): Edge[][] {
  const edges: Edge[][] = row.map(() => [])
  let before: number | null = null
  for (const [index, result] of row.entries()) {
    if ((result?.outcome !== 'pass' && result?.outcome !== 'fail') || result.sometimes) continue
    const other = before === null ? undefined : row[before]
    // Two builds of one version are in no order.
    const isLater = other !== undefined && compareVersions(other.qemu.version, result.qemu.version) !== 0
    if (before !== null && isLater && other.outcome !== result.outcome) {
      const turnedBad = result.outcome === 'fail'
      edges[before]?.push(turnedBad ? 'last-good' : 'last-bad')
      edges[index]?.push(turnedBad ? 'first-bad' : 'first-good')
    }
    before = index
  }
  return edges
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : Number(a > b)
}
