import { createHash } from 'node:crypto'
import type { CellResult } from '../../model/result.ts'
import type { Machine, Round } from '../../model/round.ts'
import { sizeText } from '../../model/units.ts'
import { outcomeWords } from '../cell-words.ts'
import { isUnexpected } from '../exit-code.ts'
import { badge, cellTitle, isLoud, lookOf } from './look.ts'
import { Markup, markup } from './markup.ts'
import { whenText } from './past-section.ts'

/** What the page brings along, as text: it must work from a file, without a network. */
export interface PageAssets {
  readonly style: string
  readonly script: string
}

/** The whole page: what needs a look, the grid, the cells. Nothing in it may run, or be loaded, but our own assets. */
export function pageDocument(
  round: Round,
  results: readonly CellResult[],
  placeOf: (result: CellResult) => string,
  grid: Markup,
  sections: readonly Markup[],
  { style, script }: PageAssets,
): string {
  const loud = results.filter(isLoud).toSorted((a, b) => Number(isUnexpected(b)) - Number(isUnexpected(a)))
  const policy = `default-src 'none'; img-src data:; style-src '${hash(style)}'; script-src '${hash(script)}'`
  const state = results.some(isUnexpected) ? 'bad' : 'good'
  const page = markup`<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark">
<title>${headline(round, results)} · chardev-fc</title>
<link rel="icon" href="data:image/svg+xml,${icon(state)}">
<style>${new Markup(style)}</style></head><body>
<header><h1 class="${state}">${headline(round, results)}</h1>
<p>${counts(results)}</p>
<p class="facts">${round.tool} · ${whenText(round.startedAt)} · ${machineText(round.machine)}<br><code>chardev-fc ${round.command.join(' ')}</code></p></header>
<main>
${loud.length === 0 ? null : markup`<section class="loud"><h2>What needs a look</h2><ul>${loud.map(one => item(one, placeOf(one)))}</ul></section>`}
<section id="grid"><h2>Cases by QEMU version</h2>
${grid}
<p class="legend">${legend()}</p></section>
<div id="cells">
${sections}</div></main>
<script>${new Markup(script)}</script></body></html>
`
  return page.text
}

function headline({ plan }: Round, results: readonly CellResult[]): string {
  const unexpected = results.filter(isUnexpected).length
  const troubles = results.filter(({ outcome }) => outcome === 'error').length
  const part = results.length < plan.cells ? ` of ${plan.cells} (the rest was not played)` : ''
  const cells = `${results.length}${part} ${results.length === 1 && part === '' ? 'cell' : 'cells'}`
  const trouble = troubles === 0 ? '' : `, ${troubles} with trouble of our own`
  return unexpected === 0
    ? `${cells}: nothing unexpected${trouble}`
    : `${cells}: ${unexpected} UNEXPECTED${trouble}`
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
  return markup`<span class="badge pass">✔ pass</span> <span class="badge documented">✖ fails as its case documents</span> <span class="badge unexpected">not as documented</span> <span class="badge inconclusive">? ran, proves nothing</span> <span class="badge skip">- not played</span> <span class="badge error">! trouble of our own</span>`
}

function icon(state: 'good' | 'bad'): string {
  const colour = state === 'good' ? '%23188038' : '%23d93025'
  return `%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 8 8'%3E%3Crect width='8' height='8' rx='2' fill='${colour}'/%3E%3C/svg%3E`
}

/** As the policy names a text that may stand in the page (CSP 3, 2.3.1). */
function hash(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`
}
