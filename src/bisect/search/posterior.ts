import { type Evidence, recordOf } from './evidence.ts'
import { ancestry, type Graph } from './graph.ts'
import { type Builds, logClean, logOne, logShowing, nothing, type Tally } from './odds.ts'

/** Where a change is sought. */
export interface Range {
  readonly graph: Graph
  /** The end before the range, which the change has not reached. */
  readonly before: string
  /** The bug came with the change (`first-bad`), or went with it (`first-good`). */
  readonly hunt: 'first-bad' | 'first-good'
}

/** The runs of builds with the bug, and of those without. */
export interface Sides {
  readonly with: Builds
  readonly without: Tally
}

/** For each revision the chance that it is the change, by all runs so far; they sum up to 1. */
export function posterior(range: Range, evidence: Evidence): Float64Array {
  const logs = sidesOfEach(range, evidence).map(sides => logShowing(sides.with) + logClean(sides.without))
  const most = logs.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY)
  const weights = Float64Array.from(logs, log => Math.exp(log - most))
  const sum = weights.reduce((a, b) => a + b, 0)
  return weights.map(weight => weight / sum)
}

/** For each revision: the runs on both sides, were it the change. */
export function sidesOfEach({ graph, before, hunt }: Range, evidence: Evidence): Sides[] {
  const size = graph.ids.length
  const end = recordOf(evidence, before)
  const all = { shown: end.shown, runs: end.runs, logEach: logOne(end) }
  const shown = new Uint32Array(size)
  const runs = new Uint32Array(size)
  const logEach = new Float64Array(size)
  for (const [id, record] of evidence) {
    const index = graph.indexOf.get(id)
    if (index === undefined || record.runs === 0) continue
    const log = logOne(record)
    all.shown += record.shown
    all.runs += record.runs
    all.logEach += log
    const isIn = ancestry(graph, index)
    for (let candidate = 0; candidate < size; candidate++) {
      if (isIn[candidate] === 0) continue
      shown[candidate] = (shown[candidate] ?? 0) + record.shown
      runs[candidate] = (runs[candidate] ?? 0) + record.runs
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
    return hunt === 'first-bad' ? { with: after, without: rest } : { with: rest, without: after }
  })
}

/** What is known of no revision. */
export const noSides: Sides = { with: { ...nothing, logEach: 0 }, without: nothing }
