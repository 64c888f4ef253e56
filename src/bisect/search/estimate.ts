import type { History } from '../hunt-log.ts'
import { evidenceOf, type Ground, symptomAtEnds } from './course.ts'
import { recordOf } from './evidence.ts'
import { rateOf } from './odds.ts'
import { posterior } from './posterior.ts'
import { cleanRuns, type Rules, several, turnBound } from './rules.ts'

/** What is still to do, as far as can be told. */
export interface Estimate {
  readonly steps: number
  readonly runs: number
  /** From what builds and runs took so far; null before there were any. */
  readonly seconds: number | null
}

/** Each step halves what is left, and the last ones are checked. */
export function estimateOf(ground: Ground, events: History): Estimate {
  const settled = events.find(event => event.kind === 'settled')
  const evidence = evidenceOf(events, settled?.symptom ?? symptomAtEnds(ground, events), ground.rules)
  const size = ground.graph.ids.length
  const bits =
    settled === undefined ? Math.log2(size) : entropy(posterior({ ...ground, hunt: settled.hunt }, evidence))
  const steps = Math.ceil(bits - 0.05)
  const bugEnd = recordOf(evidence, settled?.hunt === 'first-good' ? ground.before : ground.after)
  const wanted = several(ground.rules)
  const ends = [ground.before, ground.after].map(id => Math.max(0, wanted - recordOf(evidence, id).runs))
  const atEnds = settled === undefined ? ends.reduce((a, b) => a + b, 0) : 0
  const runs =
    atEnds + steps * runsAStep(ground.rules, bugEnd, size) + cleanRuns(ground.rules.bound / 2, bugEnd)
  const aRun = mean(events.flatMap(event => (event.kind === 'ran' ? event.seconds : [])))
  const aBuild =
    mean(events.flatMap(event => (event.kind === 'built' && !event.cached ? event.seconds : []))) ?? 0
  return { steps, runs, seconds: aRun === null ? null : runs * aRun + (steps + 1) * aBuild }
}

/** Half of the steps show the symptom at once, the other half must be clean often enough. */
function runsAStep(rules: Rules, bugEnd: { shown: number; runs: number }, size: number): number {
  const rate = Math.min(0.99, rateOf(bugEnd))
  return Math.ceil((1 / rate + Math.log(turnBound(rules, size)) / Math.log(1 - rate)) / 2)
}

function entropy(weights: Float64Array): number {
  return weights.reduce((sum, weight) => (weight <= 0 ? sum : sum - weight * Math.log2(weight)), 0)
}

function mean(seconds: readonly number[]): number | null {
  return seconds.length === 0 ? null : seconds.reduce((a, b) => a + b, 0) / seconds.length
}
