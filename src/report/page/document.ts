import type { CellResult } from '../../model/contract/result.ts'
import type { Machine, TestRun } from '../../model/contract/test-run.ts'
import { sizeText } from '../../model/value/units.ts'
import { isLoud, outcomeWords, playedWords } from '../cell/cell-words.ts'
import { exitCode, isUnexpected } from '../exit-code.ts'
import { badge, cellTitle, lookOf } from './look.ts'
import { type Markup, markup } from './markup.ts'
import { whenText } from './past-section.ts'
import { type PageAssets, pageShell } from './shell.ts'

/** The page of a test run: what needs a look, the grid, the cells. */
export function pageDocument(
  testRun: TestRun,
  results: readonly CellResult[],
  placeOf: (result: CellResult) => string,
  grid: Markup,
  sections: readonly Markup[],
  assets: PageAssets,
): string {
  const loud = results.filter(isLoud).toSorted((a, b) => Number(isUnexpected(b)) - Number(isUnexpected(a)))
  const below = markup`<p>${counts(results)}</p>
<p class="facts">${testRun.tool} · ${whenText(testRun.startedAt)} · ${machineText(testRun.machine)}<br><code>chardev-fc ${testRun.command.join(' ')}</code></p>`
  const main = markup`${loud.length === 0 ? null : markup`<section class="loud"><h2>Needs attention</h2><ul>${loud.map(one => item(one, placeOf(one)))}</ul></section>`}
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
  const unexpected = results.filter(isUnexpected).length
  const errors = results.filter(({ outcome }) => outcome === 'error').length
  const cells = playedWords(results.length, plan.cells)
  const problem = errors === 0 ? '' : `, ${errors} with harness errors`
  return unexpected === 0
    ? `${cells}: nothing unexpected${problem}`
    : `${cells}: ${unexpected} UNEXPECTED${problem}`
}

/** `33 pass`, `2 loss, UNEXPECTED`: the same words together. */
function counts(results: readonly CellResult[]): Markup {
  const alike = new Map(results.map(result => [`${lookOf(result)} ${outcomeWords(result)}`, result]))
  const badges = [...alike].map(([key, one]) => {
    const count = results.filter(result => `${lookOf(result)} ${outcomeWords(result)}` === key).length
    return markup`<span class="badge ${lookOf(one)}">${count} ${outcomeWords(one)}</span> `
  })
  return markup`${badges}`
}

function machineText({ os, arch, cpus, memoryBytes, node }: Machine): string {
  return `${os} (${arch}), ${cpus} ${cpus === 1 ? 'CPU' : 'CPUs'}, ${sizeText(memoryBytes)}, Node ${node}`
}

function item(result: CellResult, id: string): Markup {
  return markup`<li>${badge(result)} <a href="#${id}">${cellTitle(result)}</a> ${result.because}</li>`
}

function legend(): Markup {
  return markup`<span class="badge pass">✔ pass</span> <span class="badge documented">✖ fails as its case documents</span> <span class="badge unexpected">not as documented</span> <span class="badge inconclusive">? inconclusive</span> <span class="badge skip">- skipped</span> <span class="badge error">! harness error</span>`
}
