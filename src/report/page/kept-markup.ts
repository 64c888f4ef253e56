import type { Evidence } from '../../model/contract/evidence.ts'
import { type History, ofKind } from '../../model/contract/observation.ts'
import type { Freeze } from '../../model/contract/verdict.ts'
import { evidenceText } from './evidence-text.ts'
import { dataMarkup, type Markup, markup } from './markup.ts'
import { type Moment, momentsOf } from './moments.ts'
import { timeLineOf } from './time-line.ts'

/** What is shown of what was kept of a run. The chart is drawn from its data when it is first seen. */
export interface KeptMarkup {
  readonly chart: Markup | null
  readonly rest: Markup | null
  readonly problem: Markup | null
}

/** Makes what is shown of what was kept of a run, which is much smaller. `id` begins the ids of what is in it. */
export function keptMarkup(freeze: Freeze | undefined, kept: Evidence | null, id: string): KeptMarkup {
  if (kept === null) return { chart: null, rest: null, problem: null }
  const problem = kept.problem === undefined ? null : markup` · no journal: ${kept.problem}`
  return { chart: chart(freeze, kept.history, id), rest: sections(kept, id), problem }
}

/** A text with a button that copies it. */
export function copied(title: string, text: string | undefined, id: string): Markup | null {
  if (text === undefined) return null
  return markup`<section class="copied"><h3>${title} <button type="button" data-copy="${id}">copy</button></h3>
<pre id="${id}" tabindex="0">${text.trimEnd()}</pre></section>`
}

function chart(freeze: Freeze | undefined, history: History, id: string): Markup | null {
  const line = timeLineOf(history, freeze)
  if (line === null) return null
  return markup`<figure class="time-line" data-line="${id}-line"><noscript>The time line needs JavaScript; the list of moments below has the same content.</noscript></figure>
<script type="application/json" id="${id}-line">${dataMarkup(line)}</script>`
}

function sections({ history, commandLine, reproduction, script }: Evidence, id: string): Markup {
  const begun = ofKind(history, 'phase').find(({ phase }) => phase === 'script')?.at ?? 0
  const moments = momentsOf(history)
  return markup`${folded(`Moments (${moments.length})`, moments.length === 0 ? null : momentList(moments, begun))}
${ofKind(history, 'evidence').map(({ name, data }) => folded(`Evidence: ${name}`, markup`<pre tabindex="0">${evidenceText(data)}</pre>`))}
${copied('Command line', commandLine, `${id}-command-line`)}
${copied('Reproduction: commands to type', reproduction, `${id}-reproduction`)}
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
