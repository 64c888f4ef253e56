import type { CellResult } from '../../../model/contract/result.ts'
import { markOf, outcomeText, versionText } from '../../cell/cell-labels.ts'
import { testRunId } from '../cell-ids.ts'
import { badge, cellClass } from '../cell-markup.ts'
import { type Markup, markup } from '../markup.ts'
import type { CellHistory, EarlierRun } from './cell-history.ts'
import { historyTexts } from './history-text.ts'
import { whenText } from './when-text.ts'

/**
 * The last runs of a cell, how often its outcome changed, and since when it is as it is; null without an earlier run.
 * `testRuns`: the test runs that the page lists, by their start.
 */
export function historySection(history: CellHistory | null, testRuns: ReadonlySet<string>): Markup | null {
  if (history === null || history.runs.length < 2) return null
  const { runs } = history
  const marks = runs.map(({ startedAt, result }) => {
    const link = testRuns.has(startedAt) ? markup` href="#${testRunId(startedAt)}"` : null
    const title = `${whenText(startedAt)}: ${outcomeText(result)} on ${versionText(result)}`
    return markup`<a class="${cellClass(result)}"${link} title="${title}">${markOf(result)}</a>`
  })
  return markup`<section class="past"><h3>The last ${runs.length} runs</h3>
<p class="squares">${marks}</p>
<ul>${historyTexts(history).map(text => markup`<li>${text}</li>`)}</ul>
<details><summary>Outcomes and reasons</summary><table class="moments"><tbody>${seriesOf(runs).map(seriesRow)}</tbody></table></details></section>`
}

/** Successive runs that ended alike, on the same version. */
function seriesOf(runs: readonly EarlierRun[]): EarlierRun[][] {
  const series: EarlierRun[][] = []
  for (const run of runs) {
    const current = series.at(-1)
    const before = current?.at(-1)
    if (current !== undefined && before !== undefined && kindOf(before.result) === kindOf(run.result))
      current.push(run)
    else series.push([run])
  }
  return series
}

function kindOf({ outcome, symptom, expected, qemu }: CellResult): string {
  return JSON.stringify([outcome, symptom, expected, qemu.version])
}

/** The reason is that of the last run of the series. */
function seriesRow(series: readonly EarlierRun[]): Markup | null {
  const [first, last] = [series[0], series.at(-1)]
  if (first === undefined || last === undefined) return null
  const to = series.length === 1 ? '' : ` to ${whenText(last.startedAt)} (${series.length})`
  const { result } = last
  return markup`<tr><td>${whenText(first.startedAt)}${to}</td><td>${badge(result)} on ${versionText(result)}: ${result.because}</td></tr>`
}
