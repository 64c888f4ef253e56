import type { LogEvents } from '../log.ts'
import { evidenceOf, resultsOf } from './evidence.ts'
import { type SearchInput, symptomAtEnds } from './next-action.ts'
import { rateOf } from './odds.ts'
import { posterior } from './posterior.ts'
import { cleanRuns, minRuns, type Rules, stepBound } from './rules.ts'

/** An estimate of what is left to do. */
export interface Estimate {
  readonly steps: number
  readonly runs: number
  /** By the mean time of builds and runs so far; null before the first run. */
  readonly seconds: number | null
}

/** Each step halves the remaining revisions; the check at the end adds its runs. */
export function estimateOf(input: SearchInput, events: LogEvents): Estimate {
  const settled = events.find(event => event.kind === 'settled')
  const evidence = evidenceOf(events, settled?.symptom ?? symptomAtEnds(input, events), input.rules)
  const size = input.graph.ids.length
  const bits =
    settled === undefined ? Math.log2(size) : entropy(posterior({ ...input, goal: settled.hunt }, evidence))
  const steps = Math.ceil(bits - 0.05)
  const bugEnd = resultsOf(evidence, settled?.hunt === 'first-good' ? input.before : input.after)
  const wanted = minRuns(input.rules)
  const ends = [input.before, input.after].map(id => Math.max(0, wanted - resultsOf(evidence, id).runs))
  const atEnds = settled === undefined ? ends.reduce((a, b) => a + b, 0) : 0
  const runs =
    atEnds + steps * runsPerStep(input.rules, bugEnd, size) + cleanRuns(input.rules.bound / 2, bugEnd)
  const aRun = mean(events.flatMap(event => (event.kind === 'ran' ? event.seconds : [])))
  const aBuild =
    mean(events.flatMap(event => (event.kind === 'built' && !event.cached ? event.seconds : []))) ?? 0
  return { steps, runs, seconds: aRun === null ? null : runs * aRun + (steps + 1) * aBuild }
}

/** Half of the steps see the symptom soon; the other half need enough runs without it. */
function runsPerStep(rules: Rules, bugEnd: { shown: number; runs: number }, size: number): number {
  const rate = Math.min(0.99, rateOf(bugEnd))
  return Math.ceil((1 / rate + Math.log(stepBound(rules, size)) / Math.log(1 - rate)) / 2)
}

function entropy(weights: Float64Array): number {
  return weights.reduce((sum, weight) => (weight <= 0 ? sum : sum - weight * Math.log2(weight)), 0)
}

function mean(seconds: readonly number[]): number | null {
  return seconds.length === 0 ? null : seconds.reduce((a, b) => a + b, 0) / seconds.length
}
