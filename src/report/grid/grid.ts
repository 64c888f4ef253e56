import { cellKey } from '../../model/contract/cell-key.ts'
import type { CellResult } from '../../model/contract/result.ts'
import { worstFirst } from '../../model/contract/verdict.ts'
import { grouped } from '../../model/value/grouped.ts'
import { compareVersions } from '../../model/value/version.ts'
import { outcomeName } from '../cell/cell-labels.ts'
import { isUnexpected } from '../exit-code.ts'
import { type Edge, edgesOf } from './edges.ts'

/** One QEMU with one accelerator. */
export type Column = Pick<CellResult, 'qemu' | 'accel'>

/** All results of one case on one QEMU. */
export interface Field {
  /** At least one; several if the cell was repeated. */
  readonly results: readonly CellResult[]
  readonly worst: CellResult
  readonly edges: readonly Edge[]
}

/** Cases × QEMUs, the QEMUs by version. */
export interface Grid {
  readonly columns: readonly Column[]
  /** `fields` has one entry per column. */
  readonly rows: readonly { readonly case: string; readonly fields: readonly (Field | null)[] }[]
  /** The size of a grid that is too large and therefore has no rows; otherwise null. */
  readonly leftOut: string | null
}

/** 20,000 cells, the most of a test run, may fill a tenth of all fields. */
const mostFields = 200_000

/** Lays out results. Cases keep their order; columns go from the oldest version to the newest. */
export function gridOf(results: readonly CellResult[]): Grid {
  const columns = [...new Map(results.map(result => [columnKey(result), result])).values()]
    .map(columnOf)
    .toSorted(
      (a, b) => compareVersions(a.qemu.version, b.qemu.version) || compareText(a.qemu.label, b.qemu.label),
    )
  const cases = grouped(results, result => result.case)
  const isTooLarge = cases.size * columns.length > mostFields
  if (isTooLarge) return { columns, rows: [], leftOut: `${cases.size} cases × ${columns.length} QEMUs` }
  const keys = columns.map(columnKey)
  const rows = [...cases].map(([name, all]) => {
    const byColumn = grouped(all, columnKey)
    const own = keys.map(key => byColumn.get(key) ?? [])
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
  return { columns, rows, leftOut: null }
}

/** `2 of 3`, `first bad`: how many repeats ended like the worst, and the edges. */
export function notesOf(field: Field): string[] {
  return [...shareOf(field), ...field.edges.map(edgeText)]
}

/** `2 of 3`: how many repeats ended like the worst; empty for a cell that was run once. */
export function shareOf({ worst, results }: Field): string[] {
  const same = results.filter(result => outcomeName(result) === outcomeName(worst)).length
  return results.length > 1 ? [`${same} of ${results.length}`] : []
}

/** `first bad` */
export function edgeText(edge: Edge): string {
  return edge.replace('-', ' ')
}

function columnOf({ qemu, accel, machine, arch, kernel }: CellResult): Column {
  return { qemu, accel, ...(machine && { machine }), ...(arch && { arch }), ...(kernel && { kernel }) }
}

function columnKey(column: Column): string {
  return `${cellKey({ ...column, case: '' })} ${column.qemu.version}`
}

/** An unexpected result first, then in the order of the verdict's fold. */
function rank(result: CellResult): number {
  return isUnexpected(result) ? -1 : worstFirst.indexOf(result.outcome)
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : Number(a > b)
}
