import type { CellResult } from '../../model/contract/result.ts'
import { grouped } from '../../model/value/grouped.ts'
import { versionText } from '../cell/cell-labels.ts'

/** The names by which links reach a cell. */
export interface CellIds {
  /** Unique in the page: `unix-server@11.1.3`, and longer where several cells would share it. */
  readonly id: string
  /** The same in every page: `unix-server@11.1.3,debian-sid,tcg`. The script finds a cell by each of its beginnings. */
  readonly whole: string
}

const longestPart = 60

/** The ids of the cells. Links with them stay valid when other cells come or go. */
export function cellIds(results: readonly CellResult[]): ReadonlyMap<CellResult, CellIds> {
  const byShort = grouped(results, shortId)
  const taken = new Set<string>()
  const named = results.map(result => {
    const isOnly = byShort.get(shortId(result))?.length === 1
    const whole = wholeId(result)
    let id = isOnly ? shortId(result) : whole
    // Foreign texts may differ only in what an id does not show.
    for (let number = 2; taken.has(id); number++) id = `${whole},${number}`
    taken.add(id)
    return [result, { id, whole }] as const
  })
  return new Map(named)
}

/** The id of the section about a case. */
export function caseId(name: string): string {
  return `case-${part(name)}`
}

/** The id of a test run, by the name of its folder in the history: `test-run-2026-01-03T02-00-00.000Z`. */
export function testRunId(startedAt: string): string {
  return `test-run-${new Date(startedAt).toISOString().replaceAll(':', '-')}`
}

function shortId(result: CellResult): string {
  return `${part(result.case)}@${part(versionText(result))}`
}

function wholeId(result: CellResult): string {
  const { qemu, accel, machine, arch, kernel, repeat } = result
  const parts = [qemu.label, accel, machine, arch, kernel, repeat]
  return [shortId(result), ...parts.flatMap(one => (one === undefined ? [] : part(String(one))))].join(',')
}

/** What needs no escape in a link. */
function part(text: string): string {
  return text.replace(/[^A-Za-z0-9._+-]+/g, '-').slice(0, longestPart)
}
