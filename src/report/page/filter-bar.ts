import type { CellResult } from '../../model/contract/result.ts'
import { targetText, versionText } from '../cell/cell-labels.ts'
import type { Grid } from '../grid/grid.ts'
import type { AboutCase } from './about-case.ts'
import { cellClass, cellClasses, classNames } from './cell-markup.ts'
import { type Markup, markup } from './markup.ts'
import type { PageCell } from './page-cell.ts'

/** What search and filters of the grid offer; they need the script. */
export function filterBar(
  results: readonly CellResult[],
  { columns, leftOut }: Grid,
  cellOf: (result: CellResult) => PageCell,
): Markup | null {
  if (leftOut !== null) return null
  const abouts = results.flatMap(result => cellOf(result).about ?? [])
  const there = new Set(results.map(cellClass))
  const states = cellClasses.filter(name => there.has(name)).map(name => [name, classNames[name]] as const)
  const radios = [['', 'all'] as const, ['not-pass', 'not passed'] as const, ...states].map(
    ([value, name]) =>
      markup`<label><input type="radio" name="state" value="${value}"${value === '' ? markup` checked="checked"` : null}> ${name}</label>`,
  )
  return markup`<div class="filter scripted" role="search">
<input type="search" aria-label="search the grid" placeholder="search: case, title, symptom, reason ( / )">
<span role="radiogroup" aria-label="outcome">${radios}</span>
${choice(
  'backend',
  'backends',
  textsOf(abouts, ({ backend }) => backend),
)}
${choice(
  'frontend',
  'frontends',
  textsOf(abouts, ({ frontend }) => frontend),
)}
${choice(
  'column',
  'QEMUs',
  columns.map((column, index) => [String(index + 1), `QEMU ${versionText(column)} (${targetText(column)})`]),
)}
<button type="button" name="reset">reset</button>
<output></output></div>
`
}

type Option = readonly [value: string, text: string]

function textsOf(abouts: readonly AboutCase[], text: (about: AboutCase) => string): Option[] {
  return [...new Set(abouts.map(text))].toSorted().map(one => [one, one])
}

/** Without a choice if there are not at least two. */
function choice(name: string, all: string, options: readonly Option[]): Markup | null {
  if (options.length < 2) return null
  return markup`<select name="${name}" aria-label="${name}"><option value="">all ${all}</option>${options.map(([value, text]) => markup`<option value="${value}">${text}</option>`)}</select>`
}
