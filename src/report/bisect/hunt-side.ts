import type { Evidence } from '../../model/contract/evidence.ts'
import type { HuntSide, HuntStep, RevisionName } from '../../model/contract/hunt-report.ts'
import { marks, outcomeWord } from '../cell/cell-words.ts'
import { findingsMarkup } from '../page/findings-markup.ts'
import { keptMarkup } from '../page/kept-markup.ts'
import { type Markup, markup } from '../page/markup.ts'
import { shortRev, shownText } from './hunt-text.ts'

/** A revision beside the change: its verdict, and the run that shows it. */
export function huntSide(heading: string, side: HuntSide, kept: Evidence | null, id: string): Markup {
  const { findings, numbers = {}, freeze, runs, because } = side
  const shown = keptMarkup(freeze, keptOf(side, kept), id)
  return markup`<section class="side" id="${id}" aria-labelledby="${id}-title">
<h2 id="${id}-title">${heading}: ${nameMarkup(side)} ${huntBadge(side)}</h2>
<p class="because">${shownText(side)}${runs === 0 ? null : markup`: ${because}`}</p>
<p class="facts">${side.path ?? ''}${shown.problem}</p>
${shown.chart}
${findings.length === 0 ? null : findingsMarkup({ findings, numbers, ...(freeze && { freeze }) })}
${shown.rest}
</section>
`
}

/** Without a reproduction: the page has one for all. */
function keptOf({ commandLine }: HuntSide, kept: Evidence | null): Evidence {
  const { history, problem } = kept ?? { history: [] }
  return {
    history,
    ...(problem !== undefined && { problem }),
    ...(commandLine !== undefined && { commandLine }),
  }
}

/** `✖ freeze`, coloured. */
export function huntBadge(shown: Pick<HuntStep, 'outcome' | 'symptom'>): Markup {
  return markup`<span class="badge ${huntLook(shown)}">${marks[shown.outcome]} ${outcomeWord(shown)}</span>`
}

/** How a revision looks wherever it stands: a CSS class. */
export function huntLook({ outcome }: Pick<HuntStep, 'outcome'>): string {
  return outcome === 'fail' ? 'unexpected' : outcome
}

/** A commit, or a version. */
export function nameMarkup(name: RevisionName): Markup {
  const rev = shortRev(name)
  return rev === null
    ? markup`${name.version ?? 'none'}`
    : markup`<code title="${name.rev ?? ''}">${rev}</code> ${name.subject ?? ''}`
}

/** The same as plain text. */
export function nameText(name: RevisionName): string {
  const rev = shortRev(name)
  return rev === null ? (name.version ?? 'none') : `${rev} ${name.subject ?? ''}`.trim()
}
