import type { HuntReport, HuntStep } from '../../model/contract/hunt-report.ts'
import { type Markup, markup } from '../page/markup.ts'
import { huntBadge, huntLook, nameMarkup } from './hunt-side.ts'
import { chanceText, runsText, timeText } from './hunt-text.ts'

/** Every step of a hunt, with the place of its revision between the two ends. */
export function huntSteps({ steps, totals: { revisions } }: HuntReport): Markup {
  const rows = steps.map((step, index) => row(step, index + 1, revisions))
  return markup`<section id="steps"><h2>Every step</h2>
<div class="scrolls" tabindex="0" role="region" aria-label="every step"><table class="steps">
<thead><tr><th scope="col"></th><th scope="col">revision</th><th scope="col">old … new</th><th scope="col">for</th><th scope="col">verdict</th><th scope="col">runs</th><th scope="col">build</th><th scope="col">doubt</th><th scope="col">because</th></tr></thead>
<tbody>
${rows}</tbody></table></div></section>`
}

function row(step: HuntStep, number: number, revisions: number): Markup {
  const { buildSeconds, doubt } = step
  return markup`<tr><td>${number}</td><th scope="row">${nameMarkup(step)}</th><td>${rail(step, revisions)}</td><td>${step.to}</td><td>${huntBadge(step)}</td><td>${runsText(step)}</td><td>${buildSeconds === undefined ? '' : timeText(buildSeconds)}</td><td>${doubt === undefined ? '' : chanceText(doubt)}</td><td>${step.because}${tail(step)}</td></tr>
`
}

function tail({ tail }: HuntStep): Markup | null {
  return tail === undefined
    ? null
    : markup`<details><summary>the end of its build</summary><pre>${tail}</pre></details>`
}

/** Where a revision stands: the older end on the left, which is before the first of them. */
function rail(step: HuntStep, revisions: number): Markup {
  const { place = 0 } = step
  const x = 4 + (112 * place) / Math.max(1, revisions)
  const words = place === 0 ? 'the older end' : `${place} of ${revisions}`
  return markup`<svg class="rail" viewBox="0 0 120 10" width="120" height="10" role="img" aria-label="${words}"><title>${words}</title><path d="M4 5H116"/><circle class="${huntLook(step)}" cx="${x.toFixed(1)}" cy="5" r="4"/></svg>`
}
