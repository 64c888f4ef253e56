import type { Kept } from '../../model/kept.ts'
import { ofKind } from '../../model/observation.ts'
import type { CellResult } from '../../model/result.ts'
import { freezeRows, numberRows } from '../cell-numbers.ts'
import { marks } from '../cell-words.ts'
import type { Past } from '../past.ts'
import { evidenceText } from './evidence-text.ts'
import { badge, cellTitle, gridWord } from './look.ts'
import { dataMarkup, type Markup, markup } from './markup.ts'
import { type Moment, momentsOf } from './moments.ts'
import { pastSection } from './past-section.ts'
import { timeLineOf } from './time-line.ts'

/** Where a cell's section stands among the others: ids in the page. */
export interface Place {
  readonly id: string
  readonly before: string | null
  readonly next: string | null
  /** All plays of the same cell in this round, this one among them. */
  readonly plays: readonly { readonly id: string; readonly result: CellResult }[]
}

/** What is shown of what was kept of a cell. The chart is drawn from its data when the section is first looked at. */
export interface KeptMarkup {
  readonly chart: Markup | null
  readonly rest: Markup | null
  readonly trouble: Markup | null
}

/** All about one cell. */
export function cellSection(
  result: CellResult,
  kept: KeptMarkup | null,
  past: Past | null,
  place: Place,
): Markup {
  const { qemu, seconds, because } = result
  return markup`<section class="cell" id="${place.id}" aria-labelledby="${place.id}-title">
<nav aria-label="cells"><a href="#grid">↑ grid</a>${step('← before', place.before)}${step('next →', place.next)}${playLinks(place)}</nav>
<h2 id="${place.id}-title">${cellTitle(result)} ${badge(result)}</h2>
<p class="because">${because}</p>
<p class="facts">${qemu.version} · ${qemu.path} · ${result.start} start · ${seconds.toFixed(1)} s${kept?.trouble ?? null}</p>
${kept?.chart ?? null}
<div class="columns"><section><h3>Findings</h3><ul class="findings">${result.findings.map(findingItem)}</ul></section>
<section><h3>Numbers</h3><dl>${rows(result).map(([name, text]) => markup`<dt>${name}</dt><dd>${text}</dd>`)}</dl></section></div>
${pastSection(past)}${kept?.rest ?? null}
</section>
`
}

/** Makes what is shown of what was kept of a cell, which is much smaller. */
export function keptMarkup(result: CellResult, kept: Kept | null, id: string): KeptMarkup {
  if (kept === null) return { chart: null, rest: null, trouble: null }
  const trouble = kept.trouble === undefined ? null : markup` · no journal: ${kept?.trouble ?? null}`
  return { chart: chart(result, kept, id), rest: keptSections(kept, id), trouble }
}

function rows({ numbers, freeze }: CellResult) {
  return [...numberRows(numbers), ...(freeze === undefined ? [] : freezeRows(freeze))]
}

function step(text: string, id: string | null): Markup {
  return id === null ? markup`<span>${text}</span>` : markup`<a href="#${id}">${text}</a>`
}

function playLinks({ id, plays }: Place): Markup | null {
  if (plays.length < 2) return null
  const links = plays.map(
    play =>
      markup` <a href="#${play.id}"${play.id === id ? markup` aria-current="true"` : null}>${gridWord(play.result)}</a>`,
  )
  return markup`<span>all ${plays.length} plays:${links}</span>`
}

function findingItem({ name, outcome, because }: CellResult['findings'][number]): Markup {
  return markup`<li class="${outcome}"><span aria-label="${outcome}">${marks[outcome]}</span> <b>${name}</b> ${because}</li>`
}

function chart({ freeze }: CellResult, { history }: Kept, id: string): Markup | null {
  const line = timeLineOf(history, freeze)
  if (line === null) return null
  return markup`<figure class="time-line" data-line="${id}-line"><noscript>The time line needs JavaScript; the moments below tell the same.</noscript></figure>
<script type="application/json" id="${id}-line">${dataMarkup(line)}</script>`
}

function keptSections({ history, commandLine, reproduction, script }: Kept, id: string): Markup {
  const begun = ofKind(history, 'phase').find(({ phase }) => phase === 'script')?.at ?? 0
  const moments = momentsOf(history)
  return markup`${folded(`Moments (${moments.length})`, moments.length === 0 ? null : momentList(moments, begun))}
${ofKind(history, 'evidence').map(({ name, data }) => folded(`Evidence: ${name}`, markup`<pre tabindex="0">${evidenceText(data)}</pre>`))}
${copied('Command line', commandLine, `${id}-command-line`)}
${copied('Reproduction: what a person types', reproduction, `${id}-reproduction`)}
${copied('Reproduction as a script', script, `${id}-script`)}`
}

function momentList(moments: readonly Moment[], begun: number): Markup {
  const time = (at: number) => `${at < begun ? '−' : '+'}${(Math.abs(at - begun) / 1000).toFixed(2)} s`
  return markup`<table class="moments"><tbody>${moments.map(
    ({ at, text }) => markup`<tr><td>${time(at)}</td><td>${text}</td></tr>`,
  )}</tbody></table>`
}

function folded(title: string, content: Markup | null): Markup | null {
  return content && markup`<details><summary>${title}</summary>${content}</details>`
}

function copied(title: string, text: string | undefined, id: string): Markup | null {
  if (text === undefined) return null
  return markup`<section class="copied"><h3>${title} <button type="button" data-copy="${id}">copy</button></h3>
<pre id="${id}" tabindex="0">${text.trimEnd()}</pre></section>`
}
