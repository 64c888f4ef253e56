import { buildChances } from './build-chances.ts'
import { type Candidates, checkStep, type Found, foundOf, type NextStep } from './check.ts'
import { type Evidence, isTestable } from './evidence.ts'
import { massBelow } from './graph.ts'
import { posterior, type Range } from './posterior.ts'
import { type Rules, stepBound } from './rules.ts'

/**
 * The next step of a search, by the evidence and the revision that was run last. The search ends, because the rules
 * limit the runs of each revision.
 */
export function nextStep(range: Range, evidence: Evidence, rules: Rules, last: string | null): NextStep {
  const { graph } = range
  const weights = posterior(range, evidence)
  const chances = massBelow(graph, weights)
  const at = last === null ? undefined : graph.indexOf.get(last)
  const testable = (id: string) => isTestable(evidence, rules, id)
  if (last !== null && at !== undefined && testable(last)) {
    const after = chances[at] ?? 0
    // A build takes much longer than one more run of it.
    if (Math.min(after, 1 - after) > stepBound(rules, graph.ids.length))
      return { kind: 'run', id: last, to: 'turn' }
  }
  const candidates = candidatesOf(range, evidence, rules, weights)
  const best = mostInformative(candidates, chances)
  return best === null ? checkStep(candidates) : { kind: 'run', id: best, to: 'turn' }
}

/** What the evidence leaves: the revisions that are likely to be the change. */
function candidatesOf(
  range: Range,
  evidence: Evidence,
  rules: Rules,
  weights = posterior(range, evidence),
): Candidates {
  const among = likeliest(weights, 1 - rules.bound / 2)
  return { range, evidence, rules, weights, among, shares: sharesBelow(range, weights, among) }
}

/** What is known of a change before it is found: the ends of what is left are not checked. */
export function narrowed(range: Range, evidence: Evidence, rules: Rules): Found {
  return foundOf(candidatesOf(range, evidence, rules))
}

/** The revision whose answer is worth most, if it can be given at all; null where none splits the likeliest. */
function mostInformative(candidates: Candidates, chances: Float64Array): string | null {
  const { range, evidence, rules } = candidates
  const isSplit = candidates.shares.map(share => (share > 1e-9 && share < 1 - 1e-9 ? 1 : 0))
  const { ids } = range.graph
  const buildChance = buildChances(range.graph, evidence)
  let most = 0
  let found: string | null = null
  for (const [index, id] of ids.entries()) {
    if (isSplit[index] === 0 || !isTestable(evidence, rules, id)) continue
    const worth = information(chances[index] ?? 0) * (buildChance[index] ?? 0)
    if (worth <= most) continue
    most = worth
    found = id
  }
  return found
}

/** The fewest revisions that hold the change with this chance, and those as likely as the last of them. */
function likeliest(weights: Float64Array, wanted: number): Set<number> {
  const order = [...weights.keys()].sort((a, b) => (weights[b] ?? 0) - (weights[a] ?? 0))
  const among = new Set<number>()
  let sum = 0
  let least = 1
  for (const index of order) {
    const weight = weights[index] ?? 0
    if (sum >= wanted && weight < least * (1 - 1e-9)) break
    among.add(index)
    sum += weight
    least = weight
  }
  return among
}

/** For each revision, the share of the likeliest that are its ancestors. */
function sharesBelow({ graph }: Range, weights: Float64Array, among: ReadonlySet<number>): Float64Array {
  const own = weights.map((weight, index) => (among.has(index) ? weight : 0))
  const sum = own.reduce((a, b) => a + b, 0)
  return massBelow(graph, own).map(share => share / sum)
}

/** The information (bits) in the answer of a revision that is after the change with this chance. */
function information(chance: number): number {
  const part = (p: number) => (p <= 0 ? 0 : -p * Math.log2(p))
  return part(chance) + part(1 - chance)
}
