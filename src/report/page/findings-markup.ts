import type { Verdict } from '../../model/contract/verdict.ts'
import { marks } from '../cell/cell-labels.ts'
import { figureRows } from '../cell/figure-rows.ts'
import { type Markup, markup } from './markup.ts'

/** The findings and the figures of a verdict. */
export function findingsMarkup({
  findings,
  numbers,
  freeze,
}: Pick<Verdict, 'findings' | 'numbers' | 'freeze'>): Markup {
  const figures = figureRows(numbers, freeze)
  return markup`<div class="columns"><section><h3>Findings</h3><ul class="findings">${findings.map(findingItem)}</ul></section>
<section><h3>Numbers</h3><dl>${figures.map(([name, text]) => markup`<dt>${name}</dt><dd>${text}</dd>`)}</dl></section></div>`
}

function findingItem({ name, outcome, because }: Verdict['findings'][number]): Markup {
  return markup`<li class="${outcome}"><span aria-label="${outcome}">${marks[outcome]}</span> <b>${name}</b> ${because}</li>`
}
