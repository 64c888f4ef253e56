import {
  type BisectEdge,
  type BisectReport,
  type BisectSide,
  type BisectStep,
  type RevisionName,
  shortName,
} from '../../model/contract/bisect-report.ts'
import type { Evidence } from '../../model/contract/evidence.ts'
import { marks, outcomeName } from '../cell/cell-labels.ts'
import { copied } from '../page/copied.ts'
import { evidenceMarkup } from '../page/evidence/evidence-markup.ts'
import { findingsMarkup } from '../page/findings-markup.ts'
import { type Markup, markup } from '../page/markup.ts'
import { type PageAssets, pageShell } from '../page/shell.ts'
import {
  aboutEdge,
  commandText,
  confidenceText,
  edgeText,
  isBadNow,
  mostListed,
  resultText,
  sidesOf,
  stepColumns,
  stepTexts,
  titleText,
} from './bisect-text.ts'

/** What the page needs besides the report. */
export interface BisectPageSettings {
  /** What was kept of the run that a side shows. */
  kept(side: BisectSide): Evidence | null
  readonly assets: PageAssets
}

/** The report of a bisection as one self-contained HTML page. */
export function bisectHtml(report: BisectReport, { kept, assets }: BisectPageSettings): string {
  const { range, title, tool } = report
  const below = markup`<p>${title}</p>
<p>Bisected from ${nameMarkup(range.before)} to ${nameMarkup(range.after)}. ${confidenceText(report)}</p>
<p class="facts">${tool} · <code>${commandText(report)}</code></p>`
  const main = markup`${changes(report)}${report.notes.map(note => markup`<p>Note: ${note}.</p>`)}
${sidesOf(report).map(({ heading, side }, index) => sideMarkup(heading, side, kept(side), `side-${index + 1}`))}
${stepsMarkup(report)}
<section id="how"><h2>How to reproduce it</h2>
${copied('This bisection', commandText(report), 'command')}
${copied('Build command', report.buildCommand, 'build')}
${copied('The case without chardev-fc', report.reproduction, 'reproduction')}</section>
`
  return pageShell({ text: titleText(report), state: isBadNow(report) ? 'bad' : 'good' }, below, main, assets)
}

/** Each change, who made it, and both sides of it. */
function changes({ edges }: BisectReport): Markup {
  const lines = (edge: BisectEdge) => aboutEdge(edge).map(line => markup`<li>${line}</li>`)
  return markup`<section class="loud"><h2>${edges.length === 1 ? 'The change' : 'Changes'}</h2><ul>${edges.map(edge => markup`<li>${edgeText(edge)}<ul>${lines(edge)}</ul>${left(edge)}</li>`)}</ul></section>
`
}

/** The revisions that are left, if they are few. */
function left({ oneOf = [] }: BisectEdge): Markup | null {
  if (oneOf.length === 0 || oneOf.length > mostListed) return null
  return markup`<ul>${oneOf.map(name => markup`<li>${nameMarkup(name)}${by(name)}</li>`)}</ul>`
}

function by({ author, date }: RevisionName): Markup | null {
  return author === undefined ? null : markup` (${author}, ${date ?? ''})`
}

/** A revision next to the change: its verdict, and a run that shows it. */
function sideMarkup(heading: string, side: BisectSide, kept: Evidence | null, id: string): Markup {
  const { findings, numbers = {}, freeze, commandLine } = side
  const { history, problem } = kept ?? { history: [] }
  // Without its reproduction: the page has one for both sides.
  const evidence = { history, ...(problem && { problem }), ...(commandLine && { commandLine }) }
  const shown = evidenceMarkup(freeze, evidence, id)
  return markup`<section class="side" id="${id}" aria-labelledby="${id}-title">
<h2 id="${id}-title">${heading}: ${nameMarkup(side)} ${badge(side)}</h2>
<p class="because">${resultText(side)}</p>
<p class="facts">${side.path ?? ''}${shown.problem}</p>
${shown.chart}
${findings.length === 0 ? null : markup`<div class="columns">${findingsMarkup({ findings, numbers, ...(freeze && { freeze }) })}</div>`}
${shown.rest}
</section>
`
}

/** All steps, each with the position of its revision between the ends. */
function stepsMarkup({ steps, totals: { revisions } }: BisectReport): Markup {
  const [revision, ...others] = stepColumns
  const columns = ['', revision, 'old … new', ...others].map(name => markup`<th scope="col">${name}</th>`)
  return markup`<section id="steps"><h2>Steps</h2>
<div class="scrolls" tabindex="0" role="region" aria-label="steps"><table class="steps">
<thead><tr>${columns}</tr></thead>
<tbody>
${steps.map((step, index) => row(step, index + 1, revisions))}</tbody></table></div></section>`
}

function row(step: BisectStep, number: number, revisions: number): Markup {
  const { purpose, runs, build, doubt } = stepTexts(step)
  const { because, tail } = step
  const log = tail && markup`<details><summary>the end of its build log</summary><pre>${tail}</pre></details>`
  return markup`<tr><td>${number}</td><th scope="row">${nameMarkup(step)}</th><td>${position(step, revisions)}</td><td>${purpose}</td><td>${badge(step)}</td><td>${runs}</td><td>${build}</td><td>${doubt}</td><td>${because}${log ?? null}</td></tr>
`
}

/** A line from the older end, on the left, to the newer, with a dot where the revision is. */
function position(step: BisectStep, revisions: number): Markup {
  const { place = 0 } = step
  const x = 4 + (112 * place) / Math.max(1, revisions)
  const label = place === 0 ? 'the older end' : `${place} of ${revisions}`
  return markup`<svg class="rail" viewBox="0 0 120 10" width="120" height="10" role="img" aria-label="${label}"><title>${label}</title><path d="M4 5H116"/><circle class="${colourClass(step)}" cx="${x.toFixed(1)}" cy="5" r="4"/></svg>`
}

/** `✖ freeze`, coloured. */
function badge(shown: Pick<BisectStep, 'outcome' | 'symptom'>): Markup {
  return markup`<span class="badge ${colourClass(shown)}">${marks[shown.outcome]} ${outcomeName(shown)}</span>`
}

function colourClass({ outcome }: Pick<BisectStep, 'outcome'>): string {
  return outcome === 'fail' ? 'unexpected' : outcome
}

/** A commit, abbreviated, with its subject; or a version. */
function nameMarkup(name: RevisionName): Markup {
  return name.rev === undefined
    ? markup`${shortName(name)}`
    : markup`<code title="${name.rev}">${shortName(name)}</code> ${name.subject ?? ''}`
}
