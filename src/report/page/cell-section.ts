import type { CellResult } from '../../model/contract/result.ts'
import { caseId } from './cell-ids.ts'
import { badge, cellTitle, markedOutcome } from './cell-markup.ts'
import { documentedMarkup } from './documented-markup.ts'
import { findingsMarkup } from './findings-markup.ts'
import { historySection } from './history/history-section.ts'
import { type Markup, markup } from './markup.ts'
import type { PageCell } from './page-cell.ts'

/** The ids of the sections that one links to. */
export interface SectionLinks {
  readonly previous: string | null
  readonly next: string | null
  /** All repeats of the cell in this test run, this one included. */
  readonly repeats: readonly { readonly id: string; readonly result: CellResult }[]
  /** The test runs that the page lists, by their start. */
  readonly testRuns: ReadonlySet<string>
}

/** Each repeat links to all others: the size of the page grows with the square of their number. */
const mostRepeats = 100

/** The section of one cell. */
export function cellSection(result: CellResult, cell: PageCell, links: SectionLinks): Markup {
  const { qemu, seconds, because } = result
  const { id, whole, about, evidence, history } = cell
  const { previous, next, repeats, testRuns } = links
  const more = [about?.chardev, about?.frontend].flatMap(text =>
    text === undefined ? [] : markup` · ${text}`,
  )
  return markup`<section class="cell" id="${id}" data-whole="${whole}" aria-labelledby="${id}-title">
<nav aria-label="cells"><a href="#grid">↑ grid</a>${link('← previous', previous)}${link('next →', next)}${link('the case', caseId(result.case))}${repeatLinks(id, repeats)}</nav>
<h2 id="${id}-title">${cellTitle(result)} ${badge(result)}</h2>
${about && markup`<p class="title">${about.title}</p>`}
${documentedMarkup(result, about)}
<p class="because">${because}</p>
<p class="facts">${seconds.toFixed(1)} s · ${result.start} start${more} · ${qemu.version} · ${qemu.path}${evidence?.problem ?? null}</p>
${evidence?.chart ?? null}
<div class="columns">${findingsMarkup(result)}${historySection(history, testRuns)}</div>
${evidence?.rest ?? null}
</section>
`
}

function link(text: string, id: string | null): Markup {
  return id === null ? markup`<span>${text}</span>` : markup`<a href="#${id}">${text}</a>`
}

function repeatLinks(id: string, repeats: SectionLinks['repeats']): Markup | null {
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
