/** What was seen of one revision, or of one side of the history: how many runs, and how many showed the symptom. */
export interface Tally {
  readonly shown: number
  readonly runs: number
}

export const nothing: Tally = { shown: 0, runs: 0 }

export function plus(a: Tally, b: Tally): Tally {
  return { shown: a.shown + b.shown, runs: a.runs + b.runs }
}

/**
 * What is believed of a build before anything was run. Most bugs show in every run of a build that has them; of the
 * others nothing is known, so many rates are as likely. A build without it shows it in no run at all: a verdict
 * that is in doubt is `inconclusive`, and no answer. Should it happen nonetheless, then seldom.
 */
const evenRates = [0.05, 0.15, 0.25, 0.35, 0.45, 0.55, 0.65, 0.75, 0.85, 0.95]
const withBug = { usual: 1, chance: 0.9, others: evenRates }
const withoutBug = { usual: 0, chance: 0.9, others: [0.005, 0.01, 0.02, 0.05, 0.1] }
/** A single build that shows it more seldom than this could hardly be told from one that is well. */
const oneWithBug = { ...withBug, others: evenRates.filter(rate => rate > 0.2) }
/** How likely it is that a bug shows at another rate in each build, and not at one rate in all of them. */
const uneven = 0.01

/** Builds with the bug: their runs together, and how likely (log) those of each are when each has a rate of its own. */
export interface Builds extends Tally {
  readonly logEach: number
}

/** Logarithm of the chance of these runs, in the order they came, on builds that have the bug. */
export function logShowing(builds: Builds): number {
  const even = Math.log(1 - uneven) + logEven(builds)
  const each = Math.log(uneven) + builds.logEach
  const most = Math.max(even, each)
  return most + Math.log(Math.exp(even - most) + Math.exp(each - most))
}

/** The same, when the bug shows at one rate in all of them. */
export const logEven = remembered(tally => logOf(tally, withBug))

/** The same, of one build by itself. */
export const logOne = remembered(tally => logOf(tally, oneWithBug))

/** Logarithm of the chance of these runs on builds that do not have it. */
export const logClean = remembered(tally => logOf(tally, withoutBug))

/** The rate at which a bug shows, as far as these runs tell. */
export function rateOf(tally: Tally): number {
  return Math.exp(logEven(plus(tally, { shown: 1, runs: 1 })) - logEven(tally))
}

/** The rate at which builds without the bug seem to have it, as far as these runs tell. */
export function falseRateOf(tally: Tally): number {
  return Math.exp(logClean(plus(tally, { shown: 1, runs: 1 })) - logClean(tally))
}

function logOf({ shown, runs }: Tally, belief: typeof withBug): number {
  const { usual, chance, others } = belief
  const isUsual = usual === 1 ? shown === runs : shown === 0
  const share = (1 - chance) / others.length
  const logs = others.map(
    rate => Math.log(share) + shown * Math.log(rate) + (runs - shown) * Math.log(1 - rate),
  )
  if (isUsual) logs.push(Math.log(chance))
  const most = Math.max(...logs)
  return most + Math.log(logs.reduce((sum, log) => sum + Math.exp(log - most), 0))
}

/** There are thousands of revisions, and few different tallies. */
function remembered(compute: (tally: Tally) => number): (tally: Tally) => number {
  const known = new Map<number, number>()
  return ({ shown, runs }) => {
    const key = runs * 2 ** 20 + shown
    const log = known.get(key) ?? compute({ shown, runs })
    known.set(key, log)
    return log
  }
}
