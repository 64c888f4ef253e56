import { cellKey } from '../../model/contract/cell-key.ts'
import type { CellResult } from '../../model/contract/result.ts'
import { grouped } from '../../model/value/grouped.ts'
import { caseSection } from './case-section.ts'
import { caseId } from './cell-ids.ts'
import { cellSection } from './cell-section.ts'
import type { Markup } from './markup.ts'
import type { PageCell } from './page-cell.ts'

/** The sections of all cells and of their cases. `testRuns`: the test runs that the page lists, by their start. */
export function sections(
  results: readonly CellResult[],
  cellOf: (result: CellResult) => PageCell,
  testRuns: ReadonlySet<string>,
): Markup[] {
  const ids = results.map(result => cellOf(result).id)
  const repeats = grouped(
    results.map(result => ({ id: cellOf(result).id, result })),
    ({ result }) => repeatKey(result),
  )
  const cells = results.map((result, index) =>
    cellSection(result, cellOf(result), {
      previous: ids[index - 1] ?? null,
      next: ids[index + 1] ?? null,
      repeats: repeats.get(repeatKey(result)) ?? [],
      testRuns,
    }),
  )
  const byCase = grouped(results, ({ case: name }) => caseId(name))
  const cases = [...byCase.values()].flatMap(own => caseSection(own, cellOf) ?? [])
  return [...cells, ...cases]
}

function repeatKey(result: CellResult): string {
  return `${cellKey(result)} ${result.qemu.version}`
}
