import type { Past } from '../past.ts'
import { square } from './look.ts'
import { type Markup, markup } from './markup.ts'

/** How a cell did until now: its last plays, how often it changed its mind, since when it fails. Null without a past. */
export function pastSection(past: Past | null): Markup | null {
  if (past === null || past.plays.length < 2) return null
  const squares = past.plays.map(({ startedAt, result }) => square(result, whenText(startedAt)))
  return markup`<section class="past"><h3>The last ${past.plays.length} plays</h3>
<p class="squares">${squares}</p>
<p>${[sinceText(past), flakeText(past)].filter(text => text !== null).join(' · ')}</p></section>`
}

/** `fails since 2026-01-03 02:00 UTC (4 plays); it last passed 2026-01-02 02:00 UTC` */
export function sinceText({ failsSince }: Past): string | null {
  if (failsSince === null) return null
  const { startedAt, lastGood, plays } = failsSince
  const good = lastGood === null ? 'it never passed before' : `it last passed ${whenText(lastGood)}`
  return `fails since ${whenText(startedAt)} (${plays} ${plays === 1 ? 'play' : 'plays'}); ${good}`
}

/** `changed 3 times in 29 plays on the same version (10 %)` */
function flakeText({ flakes: { changes, steps } }: Past): string | null {
  if (steps === 0) return null
  if (changes === 0) return `the same ${steps + 1} times`
  const percent = Math.round((100 * changes) / steps)
  return `changed ${changes} of ${steps} times from one play to the next (${percent} %)`
}

/** A moment as text: `2026-01-03 02:00 UTC`. */
export function whenText(iso: string): string {
  return `${new Date(iso).toISOString().slice(0, 16).replace('T', ' ')} UTC`
}
