import { falseRateOf, rateOf, type Tally } from './odds.ts'

/** How sure a hunt must be, and how much it may cost. */
export interface Rules {
  /** The chance of a wrong answer that is allowed for the whole hunt, 0 to 1. */
  readonly bound: number
  /** The most runs of one revision. */
  readonly mostRuns: number
  /** How many runs may tell nothing before a revision is skipped. */
  readonly retries: number
}

export const usualRules: Rules = { bound: 0.01, mostRuns: 60, retries: 3 }

/**
 * The chance of a wrong turn that one step may have: half of the bound, shared by the steps that a hunt over so
 * many revisions takes. The other half is for the check at the end.
 */
export function turnBound({ bound }: Rules, revisions: number): number {
  return bound / 2 / (Math.ceil(Math.log2(Math.max(2, revisions))) + 1)
}

/** More often than this a build without the bug must not seem to have it. */
const mostFalse = 0.05

/**
 * Whether builds flicker so much that runs cannot tell them apart: those without the bug seem to have it too often, or
 * to be as sure as a turn must be would take more than half of the runs that a revision may have (chance is not always
 * kind). A run tells as much as the two rates differ (relative entropy).
 */
export function isFlicker(rules: Rules, revisions: number, withBug: Tally, without: Tally): boolean {
  const [rate, falseRate] = [rateOf(withBug), falseRateOf(without)]
  const told = Math.min(entropyOf(rate, falseRate), entropyOf(falseRate, rate))
  const runs = -Math.log(turnBound(rules, revisions)) / told
  return falseRate > mostFalse || rate <= falseRate || runs > rules.mostRuns / 2
}

function entropyOf(rate: number, other: number): number {
  return rate * Math.log(rate / other) + (1 - rate) * Math.log((1 - rate) / (1 - other))
}

/** What "several runs" means: four at a bound of 1 %. */
export function several({ bound }: Rules): number {
  return Math.max(2, Math.ceil(Math.log(bound) / Math.log(1 / 4)))
}

/**
 * The runs without the symptom after which a build counts as one without the bug, with so much doubt left: as many
 * as a bug that shows half as often there as in all builds that have it would hardly survive.
 */
export function cleanRuns(doubt: number, withBug: Tally): number {
  return Math.ceil(Math.log(doubt) / Math.log(1 - rateOf(withBug) / 2))
}
