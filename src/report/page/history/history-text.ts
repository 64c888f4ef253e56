import { median } from '../../../model/value/median.ts'
import { plural } from '../../../model/value/plural.ts'
import { isUnexpected } from '../../exit-code.ts'
import { type CellHistory, type EarlierRun, type Flakes, isAnswer } from './cell-history.ts'
import { whenText } from './when-text.ts'

/** The history of a cell in sentences: since when it is as it is, how flaky it is, and how long it takes. */
export function historyTexts(history: CellHistory): string[] {
  const texts = [sinceText(history), flakeText(history), trendText(history), durationText(history.runs)]
  return texts.filter(text => text !== null)
}

/**
 * `failing since 2026-01-03 02:00 UTC (4 answers); last passed 2026-01-02 02:00 UTC`; null for a cell that always
 * ended as documented.
 */
export function sinceText({ since, runs }: CellHistory): string | null {
  if (since === null) return null
  const { outcome, startedAt, before, answers } = since
  const last = runs.findLast(isAnswer)
  if (before === null && (last === undefined || !isUnexpected(last.result))) return null
  const [now, then] = outcome === 'fail' ? ['failing', 'passed'] : ['passing', 'failed']
  const earlier = before === null ? 'the history has no answer before' : `last ${then} ${whenText(before)}`
  const later = last === runs.at(-1) ? '' : '; the last run gave no answer'
  return `${now} since ${whenText(startedAt)} (${plural(answers, 'answer')}); ${earlier}${later}`
}

/** `flake rate 10 %: …`, of the runs that are shown. */
function flakeText({ flakes: { changes, steps }, answers, runs }: CellHistory): string {
  const counted = `${answers} of ${plural(runs.length, 'run')} passed or failed`
  if (steps === 0) return counted
  if (changes === 0) return `${counted}, always with the same outcome on the same version`
  if (changes === 1) return `${counted}; on the same version the outcome changed once`
  const percent = Math.round((100 * changes) / steps)
  return `flake rate ${percent} %: ${counted}; on the same version the outcome changed ${timesText({ changes, steps })}`
}

/** `rising: …`; null if there was nothing to compare. A few changes more or less are no trend. */
function trendText({ flakes, trend: { older, newer } }: CellHistory): string | null {
  if (flakes.changes < 2 || flakes.steps < 4) return null
  const [before, now] = [older.changes / older.steps, newer.changes / newer.steps]
  const isTrend = Math.abs(newer.changes - older.changes) >= 2
  const way = isTrend && now >= 2 * before ? 'rising' : isTrend && before >= 2 * now ? 'falling' : 'no trend'
  return `${way}: it changed ${timesText(older)} in the older half, ${timesText(newer)} in the newer`
}

/** `3 of 29 times` */
export function timesText({ changes, steps }: Flakes): string {
  return `${changes} of ${plural(steps, 'time')}`
}

/** The present test run may have several runs of the cell. A run without an answer may have ended at once, or hung. */
function durationText(runs: readonly EarlierRun[]): string | null {
  const now = runs.at(-1)?.startedAt
  const earlier = runs.filter(run => run.startedAt !== now && isAnswer(run))
  const usual = median(earlier.map(({ result }) => result.seconds))
  return usual === undefined
    ? null
    : `took ${usual.toFixed(1)} s before (median of ${plural(earlier.length, 'answer')})`
}
