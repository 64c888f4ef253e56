import type { Finding, Verdict } from '../../model/contract/verdict.ts'
import { documentedMark, isDocumented, marks } from '../cell/cell-labels.ts'
import { figureRows } from '../cell/figure-rows.ts'
import { type Markup, markup } from './markup.ts'

type Judged = Pick<Verdict, 'findings' | 'numbers' | 'freeze' | 'symptom' | 'expected'>

/** The findings and the figures of a verdict, as columns. */
export function findingsMarkup(verdict: Judged): Markup {
  const { findings, numbers, freeze } = verdict
  const figures = figureRows(numbers, freeze)
  return markup`${
    findings.length === 0
      ? null
      : markup`<section><h3>Findings</h3><ul class="findings">${findings.map(one => findingItem(one, verdict))}</ul></section>`
  }
${
  figures.length === 0
    ? null
    : markup`<section><h3>Numbers</h3><dl>${figures.map(([name, text]) => markup`<dt>${name}</dt><dd>${text}</dd>`)}</dl></section>`
}`
}

function findingItem(finding: Finding, verdict: Judged): Markup {
  const { name, outcome, because } = finding
  const [state, mark, label] = isDocumented(finding, verdict)
    ? ['documented', documentedMark, `${outcome}, as documented`]
    : [outcome, marks[outcome], outcome]
  return markup`<li class="${state}"><span aria-label="${label}">${mark}</span> <b>${name}</b> ${because}</li>`
}
