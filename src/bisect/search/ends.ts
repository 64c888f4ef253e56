import type { Goal } from '../../model/contract/bisect-report.ts'
import { type Evidence, isTestable, resultsOf } from './evidence.ts'
import { logClean, logEven, plus, type Tally } from './odds.ts'
import { isTooFlaky, minRuns, type Rules, stepBound } from './rules.ts'

/** The two ends of a bisection, and which of them has the bug according to the user; null if the user did not say. */
export interface Ends {
  /** The older end. */
  readonly before: string
  readonly after: string
  readonly goal: Goal | null
}

/** What to do about the ends. */
export type EndsStep =
  | { readonly kind: 'run'; readonly id: string }
  | { readonly kind: 'ready'; readonly goal: Goal }
  /** The bug is at the other end than the user said. */
  | { readonly kind: 'swapped' }
  /** Both show the symptom, or neither does. */
  | { readonly kind: 'alike'; readonly shown: boolean }
  /** The rates at which they show it are too close to tell them apart within the allowed number of runs. */
  | { readonly kind: 'flaky' }
  | { readonly kind: 'untestable'; readonly id: string }

/**
 * Whether the ends differ, by their runs so far. Four hypotheses are compared: the bug is at the newer end, at the
 * older, at both, at neither. The bisection starts only once one of them is certain enough.
 */
export function endsStep(ends: Ends, evidence: Evidence, rules: Rules, revisions: number): EndsStep {
  const skipped = [ends.after, ends.before].find(id => resultsOf(evidence, id).skipped !== null)
  if (skipped !== undefined) return { kind: 'untestable', id: skipped }
  const before = resultsOf(evidence, ends.before)
  const after = resultsOf(evidence, ends.after)
  const next = nextEnd(ends, rules, before, after)
  const fewest = Math.min(before.runs, after.runs)
  if (fewest < minRuns(rules)) return { kind: 'run', id: next }
  const [hypothesis, chance] = likeliestHypothesis(before, after)
  const isCertain = chance >= 1 - stepBound(rules, revisions)
  if (isCertain && hypothesis === 'both') return { kind: 'alike', shown: true }
  if (isCertain && (hypothesis === 'first-bad' || hypothesis === 'first-good')) {
    if (ends.goal !== null && ends.goal !== hypothesis) return { kind: 'swapped' }
    const [withBug, without] = hypothesis === 'first-bad' ? [after, before] : [before, after]
    if (isTooFlaky(rules, revisions, withBug, without)) return { kind: 'flaky' }
    return { kind: 'ready', goal: hypothesis }
  }
  // That neither end has the bug is never certain: it may show in few runs.
  const isClean = before.shown + after.shown === 0 || (isCertain && hypothesis === 'neither')
  if (isClean && fewest >= 3 * minRuns(rules)) return { kind: 'alike', shown: false }
  return isTestable(evidence, rules, next) ? { kind: 'run', id: next } : { kind: 'flaky' }
}

/** First the end that should have the bug, because its runs name the symptom; then whichever has fewer runs. */
function nextEnd({ before, after, goal }: Ends, rules: Rules, atBefore: Tally, atAfter: Tally): string {
  const [first, second] = goal === 'first-good' ? [before, after] : [after, before]
  const [atFirst, atSecond] = goal === 'first-good' ? [atBefore, atAfter] : [atAfter, atBefore]
  if (atFirst.runs < minRuns(rules)) return first
  if (atSecond.runs < minRuns(rules)) return second
  return atFirst.runs <= atSecond.runs ? first : second
}

function likeliestHypothesis(before: Tally, after: Tally): readonly [string, number] {
  const both = plus(before, after)
  const chances = Object.entries({
    'first-bad': logClean(before) + logEven(after),
    'first-good': logEven(before) + logClean(after),
    both: logEven(both),
    neither: logClean(both),
  }).map(([hypothesis, log]) => [hypothesis, Math.exp(log)] as const)
  const sum = chances.reduce((sum, [, chance]) => sum + chance, 0)
  const [hypothesis, chance] = chances.reduce((a, b) => (b[1] > a[1] ? b : a))
  return [hypothesis, chance / sum]
}
