import { cellKey } from '../model/contract/cell-key.ts'
import type { Evidence } from '../model/contract/evidence.ts'
import type { CellResult } from '../model/contract/result.ts'
import type { TestRun } from '../model/contract/test-run.ts'
import { grouped } from '../model/value/grouped.ts'
import { needsAttention } from './cell/cell-labels.ts'
import { cellHistories, type EarlierTestRun } from './cell-history.ts'
import { cellSection } from './page/cell-section.ts'
import { pageDocument } from './page/document.ts'
import { type EvidenceMarkup, evidenceMarkup } from './page/evidence-markup.ts'
import { gridTable } from './page/grid-table.ts'
import { markup } from './page/markup.ts'
import type { PageAssets } from './page/shell.ts'
import type { Reporter } from './reporter.ts'

/** What the page is made of beside the results. */
export interface HtmlSettings {
  readonly testRun: TestRun
  /** Earlier test runs, the oldest first. */
  readonly past: readonly EarlierTestRun[]
  /** Where the pages of `chardev-fc docs` are: a URL or a path, without a slash at its end. */
  readonly docs: string | null
  readonly assets: PageAssets
}

/**
 * The most characters of evidence in a page, so that one of thousands of cells can be made and opened. Cells that need
 * attention may use more of it.
 */
const mostUsual = 50_000_000
const mostAttention = 100_000_000

const leftOut: EvidenceMarkup = {
  chart: null,
  rest: null,
  problem: markup` · its time line is left out because the page is large; chardev-fc judge reads the cell's folder`,
}

/** One self-contained page, written at the end (docs/reports.md). */
export function html(write: (text: string) => void, { testRun, past, assets }: HtmlSettings): Reporter {
  /** The id of each ended cell in the page, and the markup of its evidence. */
  const ended = new Map<CellResult, { readonly id: string; readonly evidence: EvidenceMarkup }>()
  let length = 0
  const add = (result: CellResult, evidence: Evidence | null = null) => {
    const id = `cell-${ended.size + 1}`
    const isFull = length > (needsAttention(result) ? mostAttention : mostUsual)
    const shown = isFull && evidence !== null ? leftOut : evidenceMarkup(result.freeze, evidence, id)
    length += (shown.chart?.text.length ?? 0) + (shown.rest?.text.length ?? 0)
    ended.set(result, { id, evidence: shown })
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
      const historyIn = past.length === 0 ? () => null : cellHistories(testRuns)
      const historyOf = (result: CellResult) => historyIn(result)
      const repeats = grouped(
        results.map(result => ({ id: idOf(result), result })),
        ({ result }) => repeatKey(result),
      )
      const sections = results.map((result, index) =>
        cellSection(result, ended.get(result)?.evidence ?? null, historyOf(result), {
          id: idOf(result),
          previous: ids[index - 1] ?? null,
          next: ids[index + 1] ?? null,
          repeats: repeats.get(repeatKey(result)) ?? [],
        }),
      )
      const grid = gridTable(results, idOf, historyOf)
      write(pageDocument(testRun, results, idOf, grid, sections, assets))
    },
  }
}

function repeatKey(result: CellResult): string {
  return `${cellKey(result)} ${result.qemu.version}`
}
