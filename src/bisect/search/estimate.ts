import type { LogEvents } from '../log.ts'
import { answersOf, classOf, evidenceOf, failuresOf, resultsOf, tallyOf } from './evidence.ts'
import { rateOf, type Tally } from './odds.ts'
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
  const { rules } = input
  const wanted = minRuns(rules)
  const runsOf = (id: string) => tallyOf(answersOf(answers, id), null).runs
  const atEnds = [stretch.before, stretch.after].map(id => Math.max(0, wanted - runsOf(id)))
  const { sought } = stretch
  const isLeft = stretch.from === null || stretch.from !== stretch.to
  if (!isLeft) return { steps: 0, runs: 0 }
  const steps = stepsOf(search, stretch)
  const failure = sought?.failure ?? failuresOf(answersOf(answers, stretch.after))[0] ?? null
  const bugEnd = tallyOf(
    answersOf(answers, sought?.goal === 'first-good' ? stretch.before : stretch.after),
    failure,
  )
  const runs =
    (sought === null ? atEnds.reduce((a, b) => a + b, 0) : 0) +
    steps * runsPerStep(rules, bugEnd, stretch.graph.ids.length) +
    cleanRuns(rules.bound / 2, bugEnd)
  return { steps, runs }
}

/**
 * The builds that are left in a stretch. Around a zone of skipped revisions the ways to both of its edges are halved;
 * each class between those of the ends adds an edge.
 */
function stepsOf({ answers }: Search, stretch: Stretch): number {
  const { graph, sought } = stretch
  if (sought === null) return Math.ceil(Math.log2(graph.ids.length))
  const evidence = evidenceOf(answers, sought.failure)
  const weights = posterior({ ...stretch, goal: sought.goal }, evidence)
  const likely = [...weights.keys()].filter(index => (weights[index] ?? 0) * weights.length > 0.01)
  const ids = likely.map(index => graph.ids[index] ?? '')
  const skipped = ids.flatMap((id, place) => (resultsOf(evidence, id).skipped === null ? [] : place))
  const [first, last] = [skipped[0], skipped.at(-1)]
  const ways = first === undefined || last === undefined ? [ids.length] : [first + 1, ids.length - 1 - last]
  const steps = ways.reduce((sum, way) => sum + Math.log2(Math.max(1, way)), 0)
  return Math.ceil(steps - 0.05) + stepsBetween(stretch, answers)
}

/** The builds for the edges behind the one that is sought, as far as the answers show them. */
function stepsBetween({ graph, after, sought, to }: Stretch, answers: Search['answers']): number {
  if (sought?.goal !== 'first-good') return 0
  let [steps, at, outcome] = [0, graph.indexOf.get(after) ?? 0, to]
  for (let index = at - 1; index >= 0; index--) {
    const own = answersOf(answers, graph.ids[index] ?? '')
    if (own.runs.size === 0) continue
    const now = classOf(own)
    if (now === sought.failure) break
    if (now !== outcome) steps += Math.log2(Math.max(1, at - index))
    ;[at, outcome] = [index, now]
  }
  return Math.ceil(steps)
}

/** Half of the steps see the symptom soon; the other half need enough runs without it. */
function runsPerStep(rules: Rules, bugEnd: Tally, size: number): number {
  const rate = Math.min(0.99, rateOf(bugEnd))
  return Math.ceil((1 / rate + Math.log(stepBound(rules, size)) / Math.log(1 - rate)) / 2)
}

function mean(seconds: readonly number[]): number | null {
  return seconds.length === 0 ? null : seconds.reduce((a, b) => a + b, 0) / seconds.length
}
