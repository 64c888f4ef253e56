import type { CellResult } from '../../model/contract/result.ts'
import type { Machine, TestRun } from '../../model/contract/test-run.ts'
import { plural } from '../../model/value/plural.ts'
import { sizeText } from '../../model/value/units.ts'
import { summaryText } from '../cell/cell-labels.ts'
import { exitCode, isUnexpected } from '../exit-code.ts'
import { attentionSection } from './attention.ts'
import { cellTitle } from './cell-markup.ts'
import { whenText } from './history/when-text.ts'
import { type Markup, markup } from './markup.ts'
import { overviewBar, overviewCounts } from './overview.ts'
import { type PageAssets, pageShell } from './shell.ts'

/** The parts of the page below its head, in their order. */
export interface PageParts {
  readonly left: Markup | null
  readonly filter: Markup | null
  readonly grid: Markup
  readonly testRuns: Markup | null
  /** Of the cells and the cases: shown when a link leads to them. */
  readonly sections: readonly Markup[]
}

/** The page of a test run: what needs attention, the grid, the history, the cells. */
export function pageDocument(
  testRun: TestRun,
  results: readonly CellResult[],
  idOf: (result: CellResult) => string,
  { left, filter, grid, testRuns, sections }: PageParts,
  assets: PageAssets,
): string {
  const below = markup`${results.length === 0 ? null : overviewBar(results)}${overviewCounts(results)}
<p class="facts">${testRun.tool} · ${whenText(testRun.startedAt)} · ${machineText(testRun.machine)}${secondsText(results)}<br><code>chardev-fc ${testRun.command.join(' ')}</code></p>`
  const main = markup`${attentionSection(results, idOf)}${left}
<section id="grid"><h2>Cases by QEMU version</h2>
<p class="facts"><i>As documented</i>: the case says that this QEMU version fails so, and why. <i>Unexpected</i>: the result contradicts what the case documents.</p>
${filter}${grid}</section>
<div id="cells">
${sections}</div>
${testRuns}`
  const isWhole = results.length >= testRun.plan.cells
  const state = results.some(isUnexpected) ? 'bad' : isWhole && exitCode(results) === 0 ? 'good' : 'doubt'
  return pageShell({ text: summaryText(results, testRun.plan.cells), state }, below, main, assets)
}

function machineText({ os, arch, cpus, memoryBytes, node }: Machine): string {
  return `${os} (${arch}), ${plural(cpus, 'CPU')}, ${sizeText(memoryBytes)}, Node ${node}`
}

/** Several guests may have run at a time: the test run took less than the sum. */
function secondsText(results: readonly CellResult[]): Markup | null {
  const [slowest] = results.toSorted((a, b) => b.seconds - a.seconds)
  if (slowest === undefined) return null
  const all = results.reduce((sum, { seconds }) => sum + seconds, 0)
  const text = all < 120 ? `${all.toFixed(1)} s` : `${(all / 60).toFixed(1)} min`
  return markup` · cells: ${text} in total, slowest ${slowest.seconds.toFixed(1)} s (${cellTitle(slowest)})`
}
