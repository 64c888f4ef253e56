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
 * What is believed of a bug before anything was run. Most bugs show in every run of a build that has them; of the
 * others nothing is known, so every rate is as likely. A build without it shows it in no run at all: a verdict
 * that is in doubt is `inconclusive`, and no answer. Should it happen nonetheless, then seldom (one run in a hundred).
 */
const always = { chance: 0.9, a: 1, b: 1 }
const never = { chance: 0.9, a: 1, b: 99 }
/** How likely it is that a bug shows at another rate in each build, and not at one rate in all of them. */
const uneven = 0.01

/** Builds with the bug: their runs together, and how likely (log) those of each are when each has a rate of its own. */
export interface Builds extends Tally {
  readonly logEach: number
}

/** Logarithm of the chance of these runs, in the order they came, on builds that have the bug. */
export function logShowing({ shown, runs, logEach }: Builds): number {
  return logSum(Math.log(1 - uneven) + logEven({ shown, runs }), Math.log(uneven) + logEach)
}

/** The same, when the bug shows at one rate in all of them. */
export function logEven({ shown, runs }: Tally): number {
  const spike = shown === runs ? always.chance : 0
  return Math.log(spike + (1 - always.chance) * Math.exp(logBeta(shown, runs, always)))
}

/** Logarithm of the chance of these runs on builds that do not have it. */
export function logClean({ shown, runs }: Tally): number {
  const spike = shown === 0 ? never.chance : 0
  return Math.log(spike + (1 - never.chance) * Math.exp(logBeta(shown, runs, never)))
}

function logSum(a: number, b: number): number {
  const most = Math.max(a, b)
  return most + Math.log(Math.exp(a - most) + Math.exp(b - most))
}

/** The rate at which a bug shows, as far as these runs tell. */
export function rateOf(tally: Tally): number {
  return Math.exp(logEven(plus(tally, { shown: 1, runs: 1 })) - logEven(tally))
}

/** The rate at which builds without the bug seem to have it, as far as these runs tell. */
export function falseRateOf(tally: Tally): number {
  return Math.exp(logClean(plus(tally, { shown: 1, runs: 1 })) - logClean(tally))
}

/** log ∫ p^shown (1-p)^(runs-shown) dBeta(a, b). */
function logBeta(shown: number, runs: number, { a, b }: { a: number; b: number }): number {
  const hidden = runs - shown
  return (
    logFactorial(shown + a - 1) +
    logFactorial(hidden + b - 1) -
    logFactorial(runs + a + b - 1) -
    (logFactorial(a - 1) + logFactorial(b - 1) - logFactorial(a + b - 1))
  )
}

const factorials = [0]

function logFactorial(n: number): number {
  for (let next = factorials.length; next <= n; next++) {
    factorials.push((factorials[next - 1] ?? 0) + Math.log(next))
  }
  return factorials[n] ?? 0
}
