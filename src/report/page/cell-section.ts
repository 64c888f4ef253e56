import type { CellResult } from '../../model/contract/result.ts'
import type { CellHistory } from '../cell-history.ts'
import type { AboutCase } from './about-case.ts'
import { type CellIds, caseId } from './cell-ids.ts'
import { badge, cellTitle, markedOutcome } from './cell-markup.ts'
import { documentedMarkup } from './documented-markup.ts'
import type { EvidenceMarkup } from './evidence-markup.ts'
import { findingsMarkup } from './findings-markup.ts'
import { historySection } from './history-section.ts'
import { type Markup, markup } from './markup.ts'

/** The ids of a cell's section and of those that it links to. */
export interface SectionLinks {
  readonly own: CellIds
  readonly previous: string | null
  readonly next: string | null
  /** All repeats of the cell in this test run, this one included. */
  readonly repeats: readonly { readonly id: string; readonly result: CellResult }[]
  /** The test runs that the page lists, by their start. */
  readonly nights: ReadonlySet<string>
}

/** What there is about a cell beside its result. */
export interface CellSources {
  readonly about: AboutCase | null
  readonly evidence: EvidenceMarkup | null
  readonly history: CellHistory | null
}

/** Each repeat links to all others: the size of the page grows with the square of their number. */
const mostRepeats = 100

/** The section of one cell. */
export function cellSection(
  result: CellResult,
  { about, evidence, history }: CellSources,
  links: SectionLinks,
): Markup {
  const { qemu, seconds, because } = result
  const { own, previous, next, nights } = links
  const { id, whole } = own
  const more = [about?.chardev, about?.frontend].flatMap(text =>
    text === undefined ? [] : markup` · ${text}`,
  )
  return markup`<section class="cell" id="${id}" data-whole="${whole}" aria-labelledby="${id}-title">
<nav aria-label="cells"><a href="#grid">↑ grid</a>${link('← previous', previous)}${link('next →', next)}${link('the case', caseId(result.case))}${repeatLinks(links)}</nav>
<h2 id="${id}-title">${cellTitle(result)} ${badge(result)}</h2>
${about && markup`<p class="title">${about.title}</p>`}
${documentedMarkup(result, about)}
<p class="because">${because}</p>
<p class="facts">${seconds.toFixed(1)} s · ${result.start} start${more} · ${qemu.version} · ${qemu.path}${evidence?.problem ?? null}</p>
${evidence?.chart ?? null}
<div class="columns">${findingsMarkup(result)}${historySection(history, nights)}</div>
${evidence?.rest ?? null}
</section>
`
}

function link(text: string, id: string | null): Markup {
  return id === null ? markup`<span>${text}</span>` : markup`<a href="#${id}">${text}</a>`
}

function repeatLinks({ own, repeats }: SectionLinks): Markup | null {
  if (repeats.length < 2) return null
  const more = repeats.length > mostRepeats ? ' …' : ''
  const links = repeats
    .slice(0, mostRepeats)
    .map(
      one =>
        markup` <a href="#${one.id}"${one.id === own.id ? markup` aria-current="true"` : null}>${markedOutcome(one.result)}</a>`,
    )
  return markup`<span>all ${repeats.length} repeats:${links}${more}</span>`
}
