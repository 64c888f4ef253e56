import type { CellResult } from '../../model/contract/result.ts'
import type { Past } from '../past.ts'
import { findingsMarkup } from './findings-markup.ts'
import type { KeptMarkup } from './kept-markup.ts'
import { badge, cellTitle, gridWord } from './look.ts'
import { type Markup, markup } from './markup.ts'
import { pastSection } from './past-section.ts'

/** Where a cell's section stands among the others: ids in the page. */
export interface Place {
  readonly id: string
  readonly before: string | null
  readonly next: string | null
  /** All plays of the same cell in this test run, this one among them. */
  readonly plays: readonly { readonly id: string; readonly result: CellResult }[]
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
<p class="facts">${qemu.version} · ${qemu.path} · ${result.start} start · ${seconds.toFixed(1)} s${kept?.problem ?? null}</p>
${kept?.chart ?? null}
${findingsMarkup(result)}
${pastSection(past)}${kept?.rest ?? null}
</section>
`
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
