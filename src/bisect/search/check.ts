import { type Evidence, isTestable, recordOf } from './evidence.ts'
import { logClean, logOne, logShowing, plus } from './odds.ts'
import { noSides, type Range, type Sides, sidesOfEach } from './posterior.ts'
import { cleanRuns, isFlicker, type Rules, several } from './rules.ts'
import type { Turn } from './turn.ts'

/** A search that has come down to its likeliest revisions, which no run can tell apart any more. */
export interface Last {
  readonly range: Range
  readonly evidence: Evidence
  readonly rules: Rules
  readonly weights: Float64Array
  readonly among: ReadonlySet<number>
  /** For each revision: which share of them are among its ancestors. */
  readonly shares: Float64Array
}

/**
 * Runs the first revision after the change and the last ones before it until each has runs enough of its own. A
 * wrong turn on the way ends at a change of which one of these is not what it was taken for: so it is found here.
 */
export function checkTurn(last: Last): Turn {
  const { range, evidence, rules } = last
  const ids = [...last.among].sort((a, b) => a - b).map(index => range.graph.ids[index] ?? '')
  const before = edgeBefore(last)
  const after = edgeAfter(last)
  const sides = sidesOfEach(range, evidence)[likeliestOf(last)] ?? noSides
  const clean = cleanRuns(rules.bound / 2 / Math.max(1, before.length), sides.with)
  const bugFirst = range.hunt === 'first-good'
  const wants = [
    ...after.map(id => ({ id, runs: bugFirst ? clean : several(rules) })),
    ...before.map(id => ({ id, runs: bugFirst ? several(rules) : clean })),
  ]
  for (const { id, runs } of wants) {
    if (isStranger(range, id) && contradicts(last, sides, id)) return { kind: 'contradiction', id }
    if (recordOf(evidence, id).runs < runs && isTestable(evidence, rules, id))
      return { kind: 'run', id, to: 'check' }
  }
  if (isFlicker(rules, range.graph.ids.length, sides.with, sides.without)) return { kind: 'flicker' }
  const confidence = [...last.among].reduce((sum, index) => sum + (last.weights[index] ?? 0), 0)
  return { kind: 'found', among: ids, before, after, confidence: Math.min(1, confidence) }
}

function likeliestOf({ among, weights }: Last): number {
  return [...among].reduce((a, b) => ((weights[b] ?? 0) > (weights[a] ?? 0) ? b : a))
}

/** The nearest ancestors of the likeliest that can be run; outside the range, whether they can or not. */
function edgeBefore({ range, evidence, among }: Last): string[] {
  const { graph } = range
  const found = new Set<string>()
  const seen = new Set<number>(among)
  const open = [...among]
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    for (const id of graph.outside[at] ?? []) found.add(id)
    for (const parent of graph.parents[at] ?? []) {
      if (seen.has(parent)) continue
      seen.add(parent)
      const id = graph.ids[parent] ?? ''
      if (recordOf(evidence, id).skipped === null) found.add(id)
      else open.push(parent)
    }
  }
  return [...found]
}

/** The first revisions that can be run and have all the likeliest among their ancestors. */
function edgeAfter({ range, evidence, shares }: Last): string[] {
  const { ids, parents } = range.graph
  const behind = new Uint8Array(ids.length)
  return ids.filter((id, index) => {
    const isAfter = (shares[index] ?? 0) > 1 - 1e-9 && recordOf(evidence, id).skipped === null
    const hasEarlier = (parents[index] ?? []).some(parent => behind[parent] === 1)
    if (isAfter || hasEarlier) behind[index] = 1
    return isAfter && !hasEarlier
  })
}

/** Neither in the range nor its end: nothing was said of it, it is only older than the end. */
function isStranger({ graph, before }: Range, id: string): boolean {
  return id !== before && !graph.indexOf.has(id)
}

/** Whether the runs of a revision before the range fit the other side much better than its own. */
function contradicts({ range, evidence, rules }: Last, sides: Sides, id: string): boolean {
  const own = recordOf(evidence, id)
  const joined = { ...plus(sides.with, own), logEach: sides.with.logEach + logOne(own) }
  const asWith = logShowing(joined) - logShowing(sides.with)
  const asWithout = logClean(plus(sides.without, own)) - logClean(sides.without)
  const odds = range.hunt === 'first-bad' ? asWith - asWithout : asWithout - asWith
  return odds > Math.log(2 / rules.bound)
}
