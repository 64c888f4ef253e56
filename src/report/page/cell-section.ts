import type { CellResult } from '../../model/contract/result.ts'
import type { CellHistory } from '../cell-history.ts'
import { badge, cellTitle, markedOutcome } from './cell-markup.ts'
import type { EvidenceMarkup } from './evidence-markup.ts'
import { findingsMarkup } from './findings-markup.ts'
import { historySection } from './history-section.ts'
import { type Markup, markup } from './markup.ts'

/** The ids of a cell's section and of those that it links to. */
export interface SectionLinks {
  readonly id: string
  readonly previous: string | null
  readonly next: string | null
  /** All repeats of the cell in this test run, this one included. */
  readonly repeats: readonly { readonly id: string; readonly result: CellResult }[]
}

/** Each repeat links to all others: the size of the page grows with the square of their number. */
const mostRepeats = 100

/** The section of one cell. */
export function cellSection(
  result: CellResult,
  evidence: EvidenceMarkup | null,
  history: CellHistory | null,
  links: SectionLinks,
): Markup {
  const { qemu, seconds, because } = result
  const { id, previous, next } = links
  return markup`<section class="cell" id="${id}" aria-labelledby="${id}-title">
<nav aria-label="cells"><a href="#grid">↑ grid</a>${link('← previous', previous)}${link('next →', next)}${repeatLinks(links)}</nav>
<h2 id="${id}-title">${cellTitle(result)} ${badge(result)}</h2>
<p class="because">${because}</p>
<p class="facts">${qemu.version} · ${qemu.path} · ${result.start} start · ${seconds.toFixed(1)} s${evidence?.problem ?? null}</p>
${evidence?.chart ?? null}
${findingsMarkup(result)}
${historySection(history)}${evidence?.rest ?? null}
</section>
`
}

function link(text: string, id: string | null): Markup {
  return id === null ? markup`<span>${text}</span>` : markup`<a href="#${id}">${text}</a>`
}

function repeatLinks({ id, repeats }: SectionLinks): Markup | null {
  if (repeats.length < 2) return null
  const more = repeats.length > mostRepeats ? ' …' : ''
  const links = repeats
    .slice(0, mostRepeats)
    .map(
      one =>
        markup` <a href="#${one.id}"${one.id === id ? markup` aria-current="true"` : null}>${markedOutcome(one.result)}</a>`,
    )
  return markup`<span>all ${repeats.length} repeats:${links}${more}</span>`
}
