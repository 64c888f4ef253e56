import { checkStep, type NextStep } from './check.ts'
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
  const among = likeliest(weights, 1 - rules.bound / 2)
  const shares = sharesBelow(range, weights, among)
  const best = mostInformative()
  if (best !== null) return { kind: 'run', id: best, to: 'turn' }
  return checkStep({ range, evidence, rules, weights, among, shares })

  function mostInformative(): string | null {
    const buildChance = buildChances(range, evidence)
    let most = 0
    let found: string | null = null
    for (const [index, id] of graph.ids.entries()) {
      if (!isBetween(shares[index] ?? 0) || !testable(id)) continue
      const worth = information(chances[index] ?? 0) * buildChance(index)
      if (found !== null && worth <= most) continue
      most = worth
      found = id
    }
    return found
  }
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

function isBetween(share: number): boolean {
  return share > 1e-9 && share < 1 - 1e-9
}

/** The information (bits) in the answer of a revision that is after the change with this chance. */
function information(chance: number): number {
  const part = (p: number) => (p <= 0 ? 0 : -p * Math.log2(p))
  return part(chance) + part(1 - chance)
}

/** Neighbours of a skipped revision are likely to be skipped too: each further skip favours revisions farther away. */
function buildChances({ graph }: Range, evidence: Evidence): (index: number) => number {
  const skipped = [...evidence].flatMap(([id, results]) =>
    results.skipped === null ? [] : (graph.indexOf.get(id) ?? []),
  )
  return index => {
    const distance = skipped.reduce(
      (least, other) => Math.min(least, Math.abs(other - index)),
      graph.ids.length,
    )
    return distance / (distance + skipped.length)
  }
}
