import { cellKey } from '../model/contract/cell-key.ts'
import type { Evidence } from '../model/contract/evidence.ts'
import type { CellResult } from '../model/contract/result.ts'
import type { TestRun } from '../model/contract/test-run.ts'
import { cellSection } from './page/cell-section.ts'
import { pageDocument } from './page/document.ts'
import { gridTable } from './page/grid-table.ts'
import { type KeptMarkup, keptMarkup } from './page/kept-markup.ts'
import type { PageAssets } from './page/shell.ts'
import { type PastTestRun, pastOf } from './past.ts'
import type { Reporter } from './reporter.ts'

/** What the page is made of beside the results. */
export interface HtmlSettings {
  readonly testRun: TestRun
  /** Earlier test runs, the oldest first. */
  readonly past: readonly PastTestRun[]
  readonly assets: PageAssets
}

/** One page that needs nothing beside itself, written at the end (docs/reports.md). */
export function html(write: (text: string) => void, { testRun, past, assets }: HtmlSettings): Reporter {
  const told = new Map<CellResult, Told>()
  const tell = (result: CellResult, evidence: Evidence | null = null) => {
    const id = `cell-${told.size + 1}`
    told.set(result, { id, kept: keptMarkup(result.freeze, evidence, id) })
  }
  return {
    name: 'html',
    cellEnded: tell,
    // Results come in their own order, whichever cell ended first.
    end(results) {
      for (const result of results) if (!told.has(result)) tell(result)
      const placeOf = (result: CellResult) => told.get(result)?.id ?? ''
      const ids = results.map(placeOf)
      const testRuns = [...past, { startedAt: testRun.startedAt, results }]
      const pasts = new Map(
        past.length === 0 ? [] : results.map(result => [result, pastOf(result, testRuns)]),
      )
      const sections = results.map((result, index) =>
        cellSection(result, told.get(result)?.kept ?? null, pasts.get(result) ?? null, {
          id: placeOf(result),
          before: ids[index - 1] ?? null,
          next: ids[index + 1] ?? null,
          plays: results
            .filter(one => isSameCell(one, result))
            .map(one => ({ id: placeOf(one), result: one })),
        }),
      )
      const grid = gridTable(results, placeOf, result => pasts.get(result) ?? null)
      write(pageDocument(testRun, results, placeOf, grid, sections, assets))
    },
  }
}

/** A cell that has ended: where it will be in the page, and what is shown of what was kept of it. */
interface Told {
  readonly id: string
  readonly kept: KeptMarkup
}

function isSameCell(one: CellResult, other: CellResult): boolean {
  return cellKey(one) === cellKey(other) && one.qemu.version === other.qemu.version
}
