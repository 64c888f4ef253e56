import { cellKey } from '../model/contract/cell-key.ts'
import type { Evidence } from '../model/contract/evidence.ts'
import type { CellResult } from '../model/contract/result.ts'
import type { TestRun } from '../model/contract/test-run.ts'
import { needsAttention } from './cell/cell-labels.ts'
import { gridOf } from './grid/grid.ts'
import { type AboutCase, aboutCase, type DocumentedCase } from './page/about-case.ts'
import { cellIds } from './page/cell-ids.ts'
import { pageDocument } from './page/document.ts'
import { type EvidenceMarkup, evidenceMarkup } from './page/evidence/evidence-markup.ts'
import { filterBar } from './page/filter-bar.ts'
import { gridTable } from './page/grid-table.ts'
import { cellHistories, type EarlierTestRun } from './page/history/cell-history.ts'
import { listedTestRuns, testRunsSection } from './page/history/test-runs.ts'
import { leftSection } from './page/left-section.ts'
import { markup } from './page/markup.ts'
import type { PageCell } from './page/page-cell.ts'
import { sections } from './page/sections.ts'
import type { PageAssets } from './page/shell.ts'
import type { PlannedCell, Reporter } from './reporter.ts'

/** What the page is made of besides the results. */
export interface HtmlSettings {
  readonly testRun: TestRun
  /** Earlier test runs, the oldest first. */
  readonly past: readonly EarlierTestRun[]
  /** Where the pages of `chardev-fc docs` are: a URL or a path, without a slash at its end. */
  readonly docs: string | null
  /** The available definitions: a result tells neither what its case documents nor why. */
  readonly cases: readonly DocumentedCase[]
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

/** What the page keeps of an ended cell. */
interface Ended {
  readonly evidence: EvidenceMarkup
  readonly about: AboutCase | null
}

/** One self-contained page, written at the end (docs/reports.md). */
export function html(
  write: (text: string) => void,
  { testRun, past, docs, cases, assets }: HtmlSettings,
): Reporter {
  const ended = new Map<CellResult, Ended>()
  let length = 0
  const add = (result: CellResult, evidence: Evidence | null = null) => {
    const isFull = length > (needsAttention(result) ? mostAttention : mostUsual)
    const id = `cell-${ended.size + 1}`
    const shown = isFull && evidence !== null ? leftOut : evidenceMarkup(result.freeze, evidence, id)
    length += (shown.chart?.text.length ?? 0) + (shown.rest?.text.length ?? 0)
    const about = aboutCase(result, cases, evidence?.history ?? [], docs)
    ended.set(result, { evidence: shown, about })
  }
  return {
    name: 'html',
    cellEnded: add,
    // `results` are in the order of the plan, whichever cell ended first.
    end(results, _planned, left = []) {
      for (const result of results) if (!ended.has(result)) add(result)
      const testRuns = [...past, { startedAt: testRun.startedAt, results }]
      write(pageOf(results, left, testRuns, ended, { testRun, assets }))
    },
  }
}

function pageOf(
  results: readonly CellResult[],
  left: readonly PlannedCell[],
  testRuns: readonly EarlierTestRun[],
  ended: ReadonlyMap<CellResult, Ended>,
  { testRun, assets }: Pick<HtmlSettings, 'testRun' | 'assets'>,
): string {
  const ids = cellIds(results)
  const historyOf = testRuns.length < 2 ? () => null : cellHistories(testRuns)
  const cellOf = (result: CellResult): PageCell => {
    const { id, whole } = ids.get(result) ?? { id: '', whole: '' }
    const { about, evidence } = ended.get(result) ?? { about: null, evidence: null }
    return { id, whole, about, evidence, history: historyOf(result) }
  }
  const idOf = (result: CellResult) => cellOf(result).id
  const listed = listedTestRuns(testRuns)
  const grid = gridOf(results)
  const parts = {
    left: leftSection(left),
    filter: filterBar(results, grid, cellOf),
    grid: gridTable(grid, cellOf),
    testRuns: testRunsSection(listed, new Map(results.map(result => [cellKey(result), idOf(result)]))),
    sections: sections(results, cellOf, new Set(listed.map(({ startedAt }) => startedAt))),
  }
  return pageDocument(testRun, results, idOf, parts, assets)
}
