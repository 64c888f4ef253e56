import type { CellResult } from '../../model/contract/result.ts'
import { grouped } from '../../model/value/grouped.ts'
import { outcomeName } from '../cell/cell-labels.ts'
import { type CellClass, cellClass, cellClasses, classNames } from './cell-markup.ts'
import { type Markup, markup } from './markup.ts'

/** Per cent of the bar, so that one cell of thousands is seen. */
const leastWidth = 1

/** A bar of all results by class. */
export function overviewBar(results: readonly CellResult[]): Markup {
  const counts = countsOf(results)
  const wide = counts.map(({ all }) => Math.max(leastWidth, (100 * all.length) / results.length))
  const total = wide.reduce((sum, width) => sum + width, 0)
  let x = 0
  const parts = counts.map(({ name, all }, index) => {
    const from = x
    x += (100 * (wide[index] ?? 0)) / total
    return markup`<rect class="${name}" x="${from.toFixed(2)}" width="${(x - from).toFixed(2)}" height="1"><title>${all.length} ${classNames[name]}</title></rect>`
  })
  return markup`<svg class="bar" viewBox="0 0 100 1" preserveAspectRatio="none" role="img" aria-label="${overviewText(results)}">${parts}</svg>`
}

/** The classes with their numbers, and which symptoms the failures have. */
export function overviewCounts(results: readonly CellResult[]): Markup {
  const items = countsOf(results).map(({ name, all }) => {
    const kinds = name === 'unexpected' || name === 'documented' ? ` (${kindsText(all)})` : ''
    return markup`<li><span class="badge ${name}">${all.length} ${classNames[name]}</span>${kinds}</li>`
  })
  return markup`<ul class="counts">${items}</ul>`
}

/** `3 unexpected, 106 pass` */
export function overviewText(results: readonly CellResult[]): string {
  return countsOf(results)
    .map(({ name, all }) => `${all.length} ${classNames[name]}`)
    .join(', ')
}

function countsOf(results: readonly CellResult[]): { name: CellClass; all: CellResult[] }[] {
  const byClass = grouped(results, cellClass)
  return cellClasses.flatMap(name => {
    const all = byClass.get(name)
    return all === undefined ? [] : { name, all }
  })
}

/** `27 loss, 4 freeze` */
function kindsText(results: readonly CellResult[]): string {
  return [...grouped(results, outcomeName)].map(([name, all]) => `${all.length} ${name}`).join(', ')
}
