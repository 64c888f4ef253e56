import { cellKey } from '../model/contract/cell-key.ts'
import type { Evidence } from '../model/contract/evidence.ts'
import type { CellResult } from '../model/contract/result.ts'
import type { TestRun } from '../model/contract/test-run.ts'
import { cellHistory, type EarlierTestRun } from './cell-history.ts'
import { cellSection } from './page/cell-section.ts'
import { pageDocument } from './page/document.ts'
import { type EvidenceMarkup, evidenceMarkup } from './page/evidence-markup.ts'
import { gridTable } from './page/grid-table.ts'
import type { PageAssets } from './page/shell.ts'
import type { Reporter } from './reporter.ts'

/** What the page is made of beside the results. */
export interface HtmlSettings {
  readonly testRun: TestRun
  /** Earlier test runs, the oldest first. */
  readonly past: readonly EarlierTestRun[]
  readonly assets: PageAssets
}

/** One self-contained page, written at the end (docs/reports.md). */
export function html(write: (text: string) => void, { testRun, past, assets }: HtmlSettings): Reporter {
  /** The id of each ended cell in the page, and the markup of its evidence. */
  const ended = new Map<CellResult, { readonly id: string; readonly evidence: EvidenceMarkup }>()
  const add = (result: CellResult, evidence: Evidence | null = null) => {
    const id = `cell-${ended.size + 1}`
    ended.set(result, { id, evidence: evidenceMarkup(result.freeze, evidence, id) })
  }
  return {
    name: 'html',
    cellEnded: add,
    // `results` are in the order of the plan, whichever cell ended first.
    end(results) {
      for (const result of results) if (!ended.has(result)) add(result)
      const idOf = (result: CellResult) => ended.get(result)?.id ?? ''
      const ids = results.map(idOf)
      const testRuns = [...past, { startedAt: testRun.startedAt, results }]
      const histories = new Map(
        past.length === 0 ? [] : results.map(result => [result, cellHistory(result, testRuns)]),
      )
      const historyOf = (result: CellResult) => histories.get(result) ?? null
      const sections = results.map((result, index) =>
        cellSection(result, ended.get(result)?.evidence ?? null, historyOf(result), {
          id: idOf(result),
          previous: ids[index - 1] ?? null,
          next: ids[index + 1] ?? null,
          repeats: results
            .filter(one => isSameCell(one, result))
            .map(one => ({ id: idOf(one), result: one })),
        }),
      )
      const grid = gridTable(results, idOf, historyOf)
      write(pageDocument(testRun, results, idOf, grid, sections, assets))
    },
  }
}

function isSameCell(one: CellResult, other: CellResult): boolean {
  return cellKey(one) === cellKey(other) && one.qemu.version === other.qemu.version
}
