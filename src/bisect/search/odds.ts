/** The runs of one revision, or of one side of the change, and how many of them showed the symptom. */
export interface Tally {
  readonly shown: number
  readonly runs: number
}

export const nothing: Tally = { shown: 0, runs: 0 }

export function plus(a: Tally, b: Tally): Tally {
  return { shown: a.shown + b.shown, runs: a.runs + b.runs }
}

export function minus(a: Tally, b: Tally): Tally {
  return { shown: a.shown - b.shown, runs: a.runs - b.runs }
}

/**
 * The prior. Most bugs show in every run of a revision that has them; for the others any rate is equally likely. A
 * revision without the bug should never show it, because a doubtful verdict is `inconclusive`, which is no answer; if
 * it does nevertheless, then in few runs.
 */
const evenRates = [0.05, 0.15, 0.25, 0.35, 0.45, 0.55, 0.65, 0.75, 0.85, 0.95]
const withBug = { usual: 1, chance: 0.9, others: evenRates }
const withoutBug = { usual: 0, chance: 0.9, others: [0.005, 0.01, 0.02, 0.05, 0.1] }
/** A single revision with a lower rate could hardly be told from one without the bug. */
const oneWithBug = { ...withBug, others: evenRates.filter(rate => rate > 0.2) }
/** The prior chance that a bug shows at a rate of its own in each revision, instead of one rate in all. */
const uneven = 0.01

/** Revisions with the bug: all their runs, and their log likelihood if each revision has its own rate. */
export interface SideRuns extends Tally {
  readonly logEach: number
}

/** Log likelihood of these runs, in the order they came, on revisions with the bug. */
export function logShowing(runs: SideRuns): number {
  const even = Math.log(1 - uneven) + logEven(runs)
  const each = Math.log(uneven) + runs.logEach
  const most = Math.max(even, each)
  return most + Math.log(Math.exp(even - most) + Math.exp(each - most))
}

/** The same, if the bug shows at one rate in all of them. */
export const logEven = memoized(tally => logOf(tally, withBug))

/** The same, of one revision with its own rate. */
export const logOne = memoized(tally => logOf(tally, oneWithBug))

/** Log likelihood of these runs on revisions without the bug. */
export const logClean = memoized(tally => logOf(tally, withoutBug))

/** Log odds that a revision with these runs has the bug, if both were equally likely before. */
export function logOdds(tally: Tally): number {
  return logEven(tally) - logClean(tally)
}

/** The expected rate at which a bug shows, by these runs. */
export function rateOf(tally: Tally): number {
  return Math.exp(logEven(plus(tally, { shown: 1, runs: 1 })) - logEven(tally))
}

/** The expected rate at which revisions without the bug show it, by these runs. */
export function falseRateOf(tally: Tally): number {
  return Math.exp(logClean(plus(tally, { shown: 1, runs: 1 })) - logClean(tally))
}

function logOf({ shown, runs }: Tally, prior: typeof withBug): number {
  const { usual, chance, others } = prior
  const isUsual = usual === 1 ? shown === runs : shown === 0
  const share = (1 - chance) / others.length
  const logs = others.map(
    rate => Math.log(share) + shown * Math.log(rate) + (runs - shown) * Math.log(1 - rate),
  )
  if (isUsual) logs.push(Math.log(chance))
  const most = Math.max(...logs)
  return most + Math.log(logs.reduce((sum, log) => sum + Math.exp(log - most), 0))
}

/** There are thousands of revisions, but few different tallies. */
function memoized(compute: (tally: Tally) => number): (tally: Tally) => number {
  const known = new Map<number, number>()
  return ({ shown, runs }) => {
    const key = runs * 2 ** 20 + shown
    const log = known.get(key) ?? compute({ shown, runs })
    known.set(key, log)
    return log
  }
}
