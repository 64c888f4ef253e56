import type { Symptom, Verdict } from '../../model/contract/verdict.ts'
import { documentedMark, marks } from '../cell/cell-labels.ts'
import { figureRows } from '../cell/figure-rows.ts'
import { type Markup, markup } from './markup.ts'

/** The findings and the figures of a verdict, as columns. */
export function findingsMarkup({
  findings,
  numbers,
  freeze,
  symptom,
  expected,
}: Pick<Verdict, 'findings' | 'numbers' | 'freeze' | 'symptom' | 'expected'>): Markup {
  const documented = expected === true ? symptom : undefined
  const figures = figureRows(numbers, freeze)
  return markup`${
    findings.length === 0
      ? null
      : markup`<section><h3>Findings</h3><ul class="findings">${findings.map(one => findingItem(one, documented))}</ul></section>`
  }
${
  figures.length === 0
    ? null
    : markup`<section><h3>Numbers</h3><dl>${figures.map(([name, text]) => markup`<dt>${name}</dt><dd>${text}</dd>`)}</dl></section>`
}`
}

/** `documented`: the symptom that the case documents for this version. */
function findingItem(
  { name, outcome, symptom, because }: Verdict['findings'][number],
  documented: Symptom | undefined,
): Markup {
  const isDocumented = outcome === 'fail' && symptom !== undefined && symptom === documented
  const [state, mark, label] = isDocumented
    ? ['documented', documentedMark, `${outcome}, as documented`]
    : [outcome, marks[outcome], outcome]
  return markup`<li class="${state}"><span aria-label="${label}">${mark}</span> <b>${name}</b> ${because}</li>`
}
