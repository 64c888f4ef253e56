import type { Goal } from '../../model/contract/bisect-report.ts'
import { type Evidence, resultsOf } from './evidence.ts'
import { ancestry, type Graph } from './graph.ts'
import { logClean, logOne, logShowing, nothing, type SideRuns, type Tally } from './odds.ts'

/** The revisions that a search is about. */
export interface Range {
  readonly graph: Graph
  /** The older end, which is not in the graph. */
  readonly before: string
  readonly goal: Goal
}

/** The runs of the revisions with the bug, and of those without. */
export interface Sides {
  readonly with: SideRuns
  readonly without: Tally
}

/** For each revision the chance that it is the change, by all runs so far (Bayes' rule); the sum is 1. */
export function posterior(range: Range, evidence: Evidence): Float64Array {
  const logs = sidesOfEach(range, evidence).map(sides => logShowing(sides.with) + logClean(sides.without))
  const most = logs.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY)
  const weights = Float64Array.from(logs, log => Math.exp(log - most))
  const sum = weights.reduce((a, b) => a + b, 0)
  return weights.map(weight => weight / sum)
}

/** For each revision, the runs on both sides if it is the change. */
export function sidesOfEach({ graph, before, goal }: Range, evidence: Evidence): Sides[] {
  const size = graph.ids.length
  const end = resultsOf(evidence, before)
  const all = { shown: end.shown, runs: end.runs, logEach: logOne(end) }
  const shown = new Uint32Array(size)
  const runs = new Uint32Array(size)
  const logEach = new Float64Array(size)
  for (const [id, results] of evidence) {
    const index = graph.indexOf.get(id)
    if (index === undefined || results.runs === 0) continue
    const log = logOne(results)
    all.shown += results.shown
    all.runs += results.runs
    all.logEach += log
    const isIn = ancestry(graph, index)
    for (let candidate = 0; candidate < size; candidate++) {
      if (isIn[candidate] === 0) continue
      shown[candidate] = (shown[candidate] ?? 0) + results.shown
      runs[candidate] = (runs[candidate] ?? 0) + results.runs
      logEach[candidate] = (logEach[candidate] ?? 0) + log
    }
  }
  return graph.ids.map((_, index) => {
    const after = { shown: shown[index] ?? 0, runs: runs[index] ?? 0, logEach: logEach[index] ?? 0 }
    const rest = {
      shown: all.shown - after.shown,
      runs: all.runs - after.runs,
      logEach: all.logEach - after.logEach,
    }
    return goal === 'first-bad' ? { with: after, without: rest } : { with: rest, without: after }
  })
}

/** Both sides before any run. */
export const noSides: Sides = { with: { ...nothing, logEach: 0 }, without: nothing }
