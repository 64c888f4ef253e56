import { cellKey } from '../../../model/contract/cell-key.ts'
import type { CellResult } from '../../../model/contract/result.ts'
import { plural } from '../../../model/value/plural.ts'
import { isUnexpected } from '../../exit-code.ts'
import { testRunId } from '../cell-ids.ts'
import { badge, cellTitle } from '../cell-markup.ts'
import { type Markup, markup } from '../markup.ts'
import { overviewBar, overviewText } from '../overview.ts'
import type { EarlierTestRun } from './cell-history.ts'
import { whenText } from './when-text.ts'

const mostTestRuns = 100
const mostListed = 20

/** Those of the test runs that the page lists. */
export function listedTestRuns(testRuns: readonly EarlierTestRun[]): readonly EarlierTestRun[] {
  return testRuns.length < 2 ? [] : testRuns.slice(-mostTestRuns)
}

/** The test runs of the history, the latest first; null if there is none. `testRuns`: the oldest first. */
export function testRunsSection(
  testRuns: readonly EarlierTestRun[],
  idOfCell: ReadonlyMap<string, string>,
): Markup | null {
  if (testRuns.length === 0) return null
  const rows = testRuns.toReversed()
  return markup`<section id="test-runs"><h2>The last ${plural(rows.length, 'test run')}</h2>
<div class="scrolls" tabindex="0" role="region" aria-label="test runs"><table class="test-runs">
<thead><tr><th scope="col">began</th><th scope="col">cells</th><th scope="col" class="ended">ended</th><th scope="col">unexpected</th></tr></thead>
<tbody>
${rows.map(one => row(one, idOfCell))}</tbody></table></div></section>
`
}

function row({ startedAt, results }: EarlierTestRun, idOfCell: ReadonlyMap<string, string>): Markup {
  const bad = results.filter(isUnexpected)
  const listed = bad.slice(0, mostListed).map(result => item(result, idOfCell.get(cellKey(result))))
  const more = bad.length > mostListed ? markup`<li>and ${bad.length - mostListed} more</li>` : null
  return markup`<tr id="${testRunId(startedAt)}"><th scope="row">${whenText(startedAt)}</th><td class="cells">${results.length}</td><td class="ended">${overviewBar(results)}<small>${overviewText(results)}</small></td><td><ul class="findings">${listed}${more}</ul></td></tr>
`
}

/** A cell that this test run has, too, leads to it. */
function item(result: CellResult, id: string | undefined): Markup {
  const title = cellTitle(result)
  return markup`<li>${badge(result)} ${id === undefined ? title : markup`<a href="#${id}">${title}</a>`}</li>`
}
