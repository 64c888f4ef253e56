import type { Evidence } from '../../model/contract/evidence.ts'
import type { HuntReport, HuntSide } from '../../model/contract/hunt-report.ts'
import { copied } from '../page/evidence-markup.ts'
import { type Markup, markup } from '../page/markup.ts'
import { type PageAssets, pageShell } from '../page/shell.ts'
import { huntSide, nameMarkup, nameText } from './hunt-side.ts'
import { huntSteps } from './hunt-steps.ts'
import { answerText, commandText, isFirstBad, sidesOf, surenessText } from './hunt-text.ts'

/** What the page of a hunt is made of beside its report. */
export interface HuntPageSettings {
  /** What was kept of the run that a side shows. */
  kept(side: HuntSide): Evidence | null
  readonly assets: PageAssets
}

/** A hunt as one page that needs nothing beside itself (docs/bisect.md). */
export function huntHtml(report: HuntReport, { kept, assets }: HuntPageSettings): string {
  const { edges, range, title, tool } = report
  const [edge] = edges
  const state = isFirstBad(edge) ? 'bad' : 'good'
  const text = `${answerText(report)}${edge.oneOf === undefined ? nameText(edge) : ''}`
  const sides = sidesOf(report).map(({ heading, side }, index) =>
    huntSide(heading, side, kept(side), `side-${index + 1}`),
  )
  const below = markup`<p>${title}</p>
${edge.author === undefined ? null : markup`<p>${edge.author}, ${edge.date ?? ''}</p>`}
<p>Sought between ${nameMarkup(range.before)} and ${nameMarkup(range.after)}. ${surenessText(report)}</p>
<p class="facts">${tool} · <code>${commandText(report)}</code></p>`
  const main = markup`${several(report)}${report.notes.map(note => markup`<p>Note: ${note}.</p>`)}
${sides}
${huntSteps(report)}
<section id="how"><h2>How to see it</h2>
${copied('This hunt', commandText(report), 'command')}
${copied('How each revision was built', report.buildCommand, 'build')}
${copied('The case without this tool', report.reproduction, 'reproduction')}</section>
`
  return pageShell({ text, state }, below, main, assets)
}

function several({ edges: [{ oneOf }] }: HuntReport): Markup | null {
  if (oneOf === undefined) return null
  return markup`<section class="loud"><h2>What could not be run hides which of these it is</h2><ul>${oneOf.map(name => markup`<li>${nameMarkup(name)}${name.author === undefined ? null : markup` (${name.author}, ${name.date ?? ''})`}</li>`)}</ul></section>
`
}
