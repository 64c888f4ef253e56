import type { LogEvents } from '../log.ts'
import { answersOf, classOf, evidenceOf, failuresOf, resultsOf, tallyOf } from './evidence.ts'
import { narrowed } from './next-step.ts'
import { nothing, rateOf, type Tally } from './odds.ts'
import { posterior } from './posterior.ts'
import { cleanRuns, minRuns, type Rules, stepBound } from './rules.ts'
import type { Search } from './search.ts'
import type { Stretch } from './stretch.ts'

/** An estimate of what is left to do. */
export interface Estimate {
  readonly steps: number
  readonly runs: number
  /** By the mean time of builds and runs so far; null before the first run. */
  readonly seconds: number | null
}

/** Each step halves the remaining revisions; the check of each edge adds its runs. */
export function estimateOf(search: Search, events: LogEvents): Estimate {
  const parts = search.open.map(stretch => partEstimate(search, stretch))
  const steps = parts.reduce((sum, part) => sum + part.steps, 0)
  const runs = parts.reduce((sum, part) => sum + part.runs, 0)
  const aRun = mean(events.flatMap(event => (event.kind === 'ran' ? event.seconds : [])))
  const aBuild =
    mean(events.flatMap(event => (event.kind === 'built' && !event.cached ? event.seconds : []))) ?? 0
  return { steps, runs, seconds: aRun === null ? null : runs * aRun + steps * aBuild }
}

function partEstimate(search: Search, stretch: Stretch): { steps: number; runs: number } {
  const { answers, input } = search
  const { before, after, from, to, sought } = stretch
  // The ends agree: no run is needed to see whether an answer between them differs.
  if (from !== null && from === to) return { steps: 0, runs: 0 }
  const own = [before, after].map(id => answersOf(answers, id))
  const failure = sought?.failure ?? own.flatMap(failuresOf)[0] ?? null
  const [bugEnd = nothing] = own.map(end => tallyOf(end, failure)).filter(({ shown }) => shown > 0)
  const wanted = minRuns(input.rules)
  const missing = own.map(end => (sought === null ? Math.max(0, wanted - tallyOf(end, null).runs) : 0))
  const steps = stepsOf(search, stretch)
  const runs =
    missing.reduce((a, b) => a + b, 0) +
    steps * runsPerStep(input.rules, bugEnd, stretch.graph.ids.length) +
    cleanRuns(input.rules.bound / 2, bugEnd)
  return { steps, runs }
}

/**
 * The builds that are left in a stretch. Both borders of a zone of skipped revisions are found by halving; each class
 * between those of the ends adds an edge.
 */
function stepsOf({ answers, input }: Search, stretch: Stretch): number {
  const { graph, sought } = stretch
  if (sought === null) return Math.ceil(Math.log2(graph.ids.length))
  const range = { ...stretch, goal: sought.goal }
  const evidence = evidenceOf(answers, sought.failure)
  const { among } = narrowed(range, evidence, input.rules)
  const skipped = among.flatMap((id, place) => (resultsOf(evidence, id).skipped === null ? [] : place))
  const [first, last] = [skipped[0], skipped.at(-1)]
  const steps =
    first === undefined || last === undefined
      ? entropy(posterior(range, evidence))
      : Math.log2(first + 1) + Math.log2(among.length - last)
  return Math.ceil(steps - 0.05) + stepsBetween(stretch, answers)
}

function entropy(weights: Float64Array): number {
  return weights.reduce((sum, weight) => (weight <= 0 ? sum : sum - weight * Math.log2(weight)), 0)
}

/** The builds for the edges besides the one that is sought, as far as the answers show them. */
function stepsBetween({ graph, from, to, sought }: Stretch, answers: Search['answers']): number {
  const tested = graph.ids.flatMap((id, index) => {
    const own = answersOf(answers, id)
    return own.runs.size === 0 ? [] : { index, outcome: classOf(own) }
  })
  const all = [
    { index: -1, outcome: from },
    ...tested.slice(0, -1),
    { index: graph.ids.length - 1, outcome: to },
  ]
  const steps = all.map(({ index, outcome }, place) => {
    const next = all[place + 1]
    const isSought = [outcome, next?.outcome].includes(sought?.failure ?? null)
    return next === undefined || isSought || next.outcome === outcome ? 0 : Math.log2(next.index - index)
  })
  return Math.ceil(steps.reduce((a, b) => a + b, 0))
}

/** Half of the steps see the symptom at once; the other half need enough runs without it. */
function runsPerStep(rules: Rules, bugEnd: Tally, size: number): number {
  const rate = Math.min(0.99, rateOf(bugEnd))
  return Math.ceil((1 / rate + Math.log(stepBound(rules, size)) / Math.log(1 - rate)) / 2)
}

function mean(seconds: readonly number[]): number | null {
  return seconds.length === 0 ? null : seconds.reduce((a, b) => a + b, 0) / seconds.length
}
