import { plural } from '../../model/value/plural.ts'
import type { CellHistory } from '../cell-history.ts'
import { historyMark } from './cell-markup.ts'
import { type Markup, markup } from './markup.ts'

/** The last runs of a cell, how often its outcome changed, and since when it fails; null without an earlier run. */
export function historySection(history: CellHistory | null): Markup | null {
  if (history === null || history.runs.length < 2) return null
  const marks = history.runs.map(({ startedAt, result }) => historyMark(result, whenText(startedAt)))
  return markup`<section class="past"><h3>The last ${history.runs.length} runs</h3>
<p class="squares">${marks}</p>
<p>${[sinceText(history), flakeText(history)].filter(text => text !== null).join(' · ')}</p></section>`
}

/** `failing since 2026-01-03 02:00 UTC (4 runs); last passed 2026-01-02 02:00 UTC` */
export function sinceText({ failsSince }: CellHistory): string | null {
  if (failsSince === null) return null
  const { startedAt, lastGood, runs } = failsSince
  const good = lastGood === null ? 'never passed before' : `last passed ${whenText(lastGood)}`
  return `failing since ${whenText(startedAt)} (${plural(runs, 'run')}); ${good}`
}

/** `outcome changed in 3 of 29 successive runs on the same version (10 %)` */
function flakeText({ flakes: { changes, steps } }: CellHistory): string | null {
  if (steps === 0) return null
  if (changes === 0) return `same outcome in ${steps + 1} runs`
  const percent = Math.round((100 * changes) / steps)
  return `outcome changed in ${changes} of ${steps} successive runs on the same version (${percent} %)`
}

/** `2026-01-03 02:00 UTC` */
export function whenText(iso: string): string {
  return `${new Date(iso).toISOString().slice(0, 16).replace('T', ' ')} UTC`
}
