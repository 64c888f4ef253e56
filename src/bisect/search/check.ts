import { type Evidence, isTestable, resultsOf } from './evidence.ts'
import { logClean, logOne, logShowing, minus, plus, type Tally } from './odds.ts'
import { noSides, type Range, type Sides, sidesOfEach } from './posterior.ts'
import { cleanRuns, isTooFlaky, minRuns, type Rules } from './rules.ts'

/** The next step of a search. */
export type NextStep =
  /** Run this revision once more: to decide which side of the change it is on, or to check the answer. */
  | { readonly kind: 'run'; readonly id: string; readonly to: 'turn' | 'check' }
  | Found
  /** This revision is older than the change, but shows what only the newer side should, or the other way round. */
  | { readonly kind: 'contradiction'; readonly id: string }
  /** Revisions without the bug show the symptom so often that the runs do not tell the sides apart. */
  | { readonly kind: 'flaky' }

/** The end of a search. */
export interface Found {
  readonly kind: 'found'
  /** The change: one revision, or several that the skipped ones leave indistinguishable. */
  readonly among: readonly string[]
  /** The last revisions before the change and the first ones after it, both checked. */
  readonly before: readonly string[]
  readonly after: readonly string[]
  /** The chance that the change is among them, by all runs. */
  readonly confidence: number
}

/** What is left of a search. */
export interface Candidates {
  readonly range: Range
  readonly evidence: Evidence
  readonly rules: Rules
  readonly weights: Float64Array
  readonly among: ReadonlySet<number>
  /** For each revision, the share of the likeliest that are its ancestors. */
  readonly shares: Float64Array
}

/**
 * Runs the first revision after the change and the last ones before it until each has enough runs of its own. If the
 * search went wrong on the way, one of these does not behave as it should, and that shows here.
 */
export function checkStep(candidates: Candidates): NextStep {
  const { range, evidence, rules, weights } = candidates
  const found = foundOf(candidates)
  const { before, after } = found
  const among = [...candidates.among]
  const likeliest = among.reduce((a, b) => ((weights[b] ?? 0) > (weights[a] ?? 0) ? b : a))
  const sides = sidesOfEach(range, evidence)[likeliest] ?? noSides
  const clean = cleanRuns(rules.bound / 2 / Math.max(1, before.length), sides.with)
  const [runsBefore, runsAfter] =
    range.goal === 'first-good' ? [minRuns(rules), clean] : [clean, minRuns(rules)]
  const wants = [
    ...after.map(id => ({ id, runs: runsAfter })),
    ...before.map(id => ({ id, runs: runsBefore })),
  ]
  for (const { id, runs } of wants) {
    // The older end was checked; of other revisions outside the range it is only known that they are older.
    const isEnd = id === range.before || id === range.graph.ids.at(-1)
    const isWith = after.includes(id) === (range.goal === 'first-bad')
    if (!isEnd && contradicts(candidates, sides, id, isWith)) return { kind: 'contradiction', id }
    if (resultsOf(evidence, id).runs < runs && isTestable(evidence, rules, id))
      return { kind: 'run', id, to: 'check' }
  }
  if (isTooFlaky(rules, range.graph.ids.length, sides.with, sides.without)) return { kind: 'flaky' }
  return found
}

/** The likeliest revisions, and what is next to them. */
export function foundOf(candidates: Candidates): Found {
  const { range, weights } = candidates
  const among = [...candidates.among].sort((a, b) => a - b)
  const confidence = among.reduce((sum, index) => sum + (weights[index] ?? 0), 0)
  return {
    kind: 'found',
    among: among.map(index => range.graph.ids[index] ?? ''),
    before: lastBefore(candidates),
    after: firstAfter(candidates),
    confidence: Math.min(1, confidence),
  }
}

/**
 * The parents of the likeliest. In place of a skipped one its nearest ancestors that gave an answer: to try others
 * would cost a build for each revision of a zone. Parents outside of the range are all included.
 */
function lastBefore({ range, evidence, among }: Candidates): string[] {
  const { graph } = range
  const found = new Set<string>()
  const seen = new Set<number>(among)
  const open = [...among]
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    for (const id of graph.outside[at] ?? []) found.add(id)
    for (const parent of graph.parents[at] ?? []) {
      if (seen.has(parent)) continue
      seen.add(parent)
      const { runs, skipped } = resultsOf(evidence, graph.ids[parent] ?? '')
      if (skipped === null && (runs > 0 || among.has(at))) found.add(graph.ids[parent] ?? '')
      else open.push(parent)
    }
  }
  return [...found]
}

/** The first revisions that have all the likeliest as ancestors, and are among these or gave an answer. */
function firstAfter({ range, evidence, shares, among }: Candidates): string[] {
  const { ids, parents } = range.graph
  const behind = new Uint8Array(ids.length)
  return ids.filter((id, index) => {
    const { runs, skipped } = resultsOf(evidence, id)
    const isBehind = (shares[index] ?? 0) > 1 - 1e-9
    const isAfter = isBehind && skipped === null && (runs > 0 || among.has(index))
    const hasEarlier = (parents[index] ?? []).some(parent => behind[parent] === 1)
    if (isAfter || hasEarlier) behind[index] = 1
    return isAfter && !hasEarlier
  })
}

/** Whether the runs of a revision fit the other side much better than its own; `isWith`: its own has the bug. */
function contradicts({ range, evidence, rules }: Candidates, sides: Sides, id: string, isWith: boolean) {
  const own = resultsOf(evidence, id)
  const others = range.graph.indexOf.has(id) ? sidesBut(sides, own, isWith) : sides
  const joined = { ...plus(others.with, own), logEach: others.with.logEach + logOne(own) }
  const asWith = logShowing(joined) - logShowing(others.with)
  const asWithout = logClean(plus(others.without, own)) - logClean(others.without)
  const odds = isWith ? asWithout - asWith : asWith - asWithout
  return odds > Math.log(2 / rules.bound)
}

/** The sides without these runs of a revision of one of them. */
function sidesBut(sides: Sides, own: Tally, isWith: boolean): Sides {
  if (!isWith) return { ...sides, without: minus(sides.without, own) }
  const logEach = sides.with.logEach - logOne(own)
  return { ...sides, with: { ...minus(sides.with, own), logEach } }
}
