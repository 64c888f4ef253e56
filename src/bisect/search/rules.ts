import { falseRateOf, rateOf, type Tally } from './odds.ts'

/** How sure a bisection must be, and how many runs it may take. */
export interface Rules {
  /** The allowed chance of a wrong answer of the whole bisection, 0 to 1. */
  readonly bound: number
  /** The most runs of one revision. */
  readonly mostRuns: number
  /** How many runs without an answer a revision may have before it is skipped. */
  readonly retries: number
}

/** What a user may ask for. */
export const ruleLimits = { mostBound: 0.3, fewestRuns: 4, fewestBuilds: 3 } as const

export const usualRules: Rules = { bound: 0.01, mostRuns: 60, retries: 3 }

/**
 * The allowed chance that one step goes the wrong way: half of the bound, divided by the number of steps over that
 * many revisions. The other half is for the check at the end.
 */
export function stepBound({ bound }: Rules, revisions: number): number {
  return bound / 2 / (Math.ceil(Math.log2(Math.max(2, revisions))) + 1)
}

/** The highest rate at which revisions without the bug may show the symptom. */
const mostFalse = 0.05

/**
 * Whether the two sides are too alike to be told apart: revisions without the bug show the symptom too often, or one
 * step would take more than half of the allowed runs of a revision on average. The information in one run is the
 * relative entropy of the two rates.
 */
export function isTooFlaky(rules: Rules, revisions: number, withBug: Tally, without: Tally): boolean {
  const [rate, falseRate] = [rateOf(withBug), falseRateOf(without)]
  const information = Math.min(entropyOf(rate, falseRate), entropyOf(falseRate, rate))
  const runs = -Math.log(stepBound(rules, revisions)) / information
  return falseRate > mostFalse || rate <= falseRate || runs > rules.mostRuns / 2
}

function entropyOf(rate: number, other: number): number {
  return rate * Math.log(rate / other) + (1 - rate) * Math.log((1 - rate) / (1 - other))
}

/** The fewest runs of an end, and of a revision with the bug in the final check: four at a bound of 1 %. */
export function minRuns({ bound }: Rules): number {
  return Math.max(2, Math.ceil(Math.log(bound) / Math.log(1 / 4)))
}

/**
 * The runs without the symptom after which a revision counts as one without the bug. A bug that shows half as often
 * there as in the revisions that have it is missed with a chance of `doubt` at most.
 */
export function cleanRuns(doubt: number, withBug: Tally): number {
  return Math.ceil(Math.log(doubt) / Math.log(1 - rateOf(withBug) / 2))
}
