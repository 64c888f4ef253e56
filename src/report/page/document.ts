import type { CellResult } from '../../model/contract/result.ts'
import type { Machine, TestRun } from '../../model/contract/test-run.ts'
import { grouped } from '../../model/value/grouped.ts'
import { plural } from '../../model/value/plural.ts'
import { sizeText } from '../../model/value/units.ts'
import { needsAttention, outcomeText, summaryText } from '../cell/cell-labels.ts'
import { exitCode, isUnexpected } from '../exit-code.ts'
import { badge, cellTitle, cssClass } from './cell-markup.ts'
import { whenText } from './history-section.ts'
import { type Markup, markup } from './markup.ts'
import { type PageAssets, pageShell } from './shell.ts'

/** The page of a test run: what needs attention, the grid, the cells. */
export function pageDocument(
  testRun: TestRun,
  results: readonly CellResult[],
  idOf: (result: CellResult) => string,
  grid: Markup,
  sections: readonly Markup[],
  assets: PageAssets,
): string {
  const attention = results
    .filter(needsAttention)
    .toSorted((a, b) => Number(isUnexpected(b)) - Number(isUnexpected(a)))
  const below = markup`<p>${counts(results)}</p>
<p class="facts">${testRun.tool} · ${whenText(testRun.startedAt)} · ${machineText(testRun.machine)}<br><code>chardev-fc ${testRun.command.join(' ')}</code></p>`
  const main = markup`${attention.length === 0 ? null : markup`<section class="loud"><h2>Needs attention</h2><ul>${attention.map(one => item(one, idOf(one)))}</ul></section>`}
<section id="grid"><h2>Cases by QEMU version</h2>
${grid}
<p class="legend">${legend()}</p></section>
<div id="cells">
${sections}</div>`
  const isWhole = results.length >= testRun.plan.cells
  const state = results.some(isUnexpected) ? 'bad' : isWhole && exitCode(results) === 0 ? 'good' : 'doubt'
  return pageShell({ text: headline(testRun, results), state }, below, main, assets)
}

function headline({ plan }: TestRun, results: readonly CellResult[]): string {
  const errors = results.filter(({ outcome }) => outcome === 'error').length
  const problem = errors === 0 ? '' : `, ${plural(errors, 'harness error')}`
  return `${summaryText(results, plan.cells)}${problem}`
}

/** `33 pass`, `2 unexpected loss` */
function counts(results: readonly CellResult[]): Markup {
  const alike = grouped(results, result => `${cssClass(result)} ${outcomeText(result)}`)
  const badges = [...alike.values()].flatMap(all => {
    const [one] = all
    return one === undefined
      ? []
      : markup`<span class="badge ${cssClass(one)}">${all.length} ${outcomeText(one)}</span> `
  })
  return markup`${badges}`
}

function machineText({ os, arch, cpus, memoryBytes, node }: Machine): string {
  return `${os} (${arch}), ${plural(cpus, 'CPU')}, ${sizeText(memoryBytes)}, Node ${node}`
}

function item(result: CellResult, id: string): Markup {
  return markup`<li>${badge(result)} <a href="#${id}">${cellTitle(result)}</a> ${result.because}</li>`
}

function legend(): Markup {
  return markup`<span class="badge pass">✔ pass</span> <span class="badge documented">✖ fails as documented</span> <span class="badge unexpected">unexpected</span> <span class="badge inconclusive">? inconclusive</span> <span class="badge skip">- skipped</span> <span class="badge error">! harness error</span>`
}
