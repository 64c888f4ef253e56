import type { Evidence } from '../../../model/contract/evidence.ts'
import { type History, ofKind } from '../../../model/contract/observation.ts'
import type { Freeze } from '../../../model/contract/verdict.ts'
import { copied } from '../copied.ts'
import { dataMarkup, type Markup, markup } from '../markup.ts'
import { type TimeLine, timeLineOf } from '../time-line/time-line.ts'
import { eventList, type ListedEvent } from './event-list.ts'
import { evidenceText } from './evidence-text.ts'

/** The evidence of a run as markup. The browser draws the chart from its data when it is first seen. */
export interface EvidenceMarkup {
  readonly chart: Markup | null
  readonly rest: Markup | null
  readonly problem: Markup | null
}

/** The markup of a run's evidence, which is much smaller than the evidence. Its ids start with `id`. */
export function evidenceMarkup(
  freeze: Freeze | undefined,
  evidence: Evidence | null,
  id: string,
): EvidenceMarkup {
  if (evidence === null) return { chart: null, rest: null, problem: null }
  const problem = evidence.problem === undefined ? null : markup` · no journal: ${evidence.problem}`
  return { chart: chart(freeze, evidence.history, id), rest: sections(evidence, id), problem }
}

function chart(freeze: Freeze | undefined, history: History, id: string): Markup | null {
  const line = timeLineOf(history, freeze)
  if (line === null || isEmpty(line)) return null
  return markup`<figure class="time-line" data-line="${id}-line"><noscript>The time line needs JavaScript; the list of events below has the same content.</noscript></figure>
<script type="application/json" id="${id}-line">${dataMarkup(line)}</script>`
}

/** A run that ended before anything happened has phases only. */
function isEmpty({ lanes, curves }: TimeLine): boolean {
  return curves.length === 0 && lanes.every(({ spans, marks }) => spans.length === 0 && marks.length === 0)
}

function sections({ history, commandLine, reproduction, script }: Evidence, id: string): Markup {
  const scriptAt = ofKind(history, 'phase').find(({ phase }) => phase === 'script')?.at ?? 0
  const events = eventList(history)
  return markup`${folded(`Events (${events.length})`, events.length === 0 ? null : eventTable(events, scriptAt))}
${ofKind(history, 'evidence').map(({ name, data }) => folded(`Evidence: ${name}`, markup`<pre tabindex="0">${evidenceText(data)}</pre>`))}
<div class="columns">${copied('Command line', commandLine, `${id}-command-line`)}
${copied('Reproduction: commands to type', reproduction, `${id}-reproduction`)}
${copied('Reproduction as a script', script, `${id}-script`)}</div>`
}

function eventTable(events: readonly ListedEvent[], scriptAt: number): Markup {
  const time = (at: number) => `${at < scriptAt ? '−' : '+'}${(Math.abs(at - scriptAt) / 1000).toFixed(2)} s`
  return markup`<table class="moments"><tbody>${events.map(
    ({ at, text }) => markup`<tr><td>${time(at)}</td><td>${text}</td></tr>`,
  )}</tbody></table>`
}

function folded(title: string, content: Markup | null): Markup | null {
  return content && markup`<details><summary>${title}</summary>${content}</details>`
}
