import { checkTurn } from './check.ts'
import { type Evidence, isTestable } from './evidence.ts'
import { massBelow } from './graph.ts'
import { posterior, type Range } from './posterior.ts'
import { type Rules, turnBound } from './rules.ts'
import type { Turn } from './turn.ts'

/**
 * The next turn of a search, from what was found out so far and the revision that was run last. Pure: the same
 * evidence leads to the same turn. It ends, because no revision is run more often than the rules allow.
 */
export function nextTurn(range: Range, evidence: Evidence, rules: Rules, last: string | null): Turn {
  const { graph } = range
  const weights = posterior(range, evidence)
  const chances = massBelow(graph, weights)
  const at = last === null ? undefined : graph.indexOf.get(last)
  const testable = (id: string) => isTestable(evidence, rules, id)
  if (last !== null && at !== undefined && testable(last)) {
    const after = chances[at] ?? 0
    // A build is dear, one more run of it is cheap.
    if (Math.min(after, 1 - after) > turnBound(rules, graph.ids.length))
      return { kind: 'run', id: last, to: 'turn' }
  }
  const among = likeliest(weights, 1 - rules.bound / 2)
  const shares = sharesBelow(range, weights, among)
  const best = mostTelling()
  if (best !== null) return { kind: 'run', id: best, to: 'turn' }
  return checkTurn({ range, evidence, rules, weights, among, shares })

  function mostTelling(): string | null {
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

/** The fewest revisions that together are so likely to hold the change; those that are as likely as the last belong to them. */
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

/** For each revision: which share of the likeliest are among its ancestors. */
function sharesBelow({ graph }: Range, weights: Float64Array, among: ReadonlySet<number>): Float64Array {
  const own = weights.map((weight, index) => (among.has(index) ? weight : 0))
  const sum = own.reduce((a, b) => a + b, 0)
  return massBelow(graph, own).map(share => share / sum)
}

function isBetween(share: number): boolean {
  return share > 1e-9 && share < 1 - 1e-9
}

/** How much the answer of a revision tells (bits), that is after the change with this chance. */
function information(chance: number): number {
  const part = (p: number) => (p <= 0 ? 0 : -p * Math.log2(p))
  return part(chance) + part(1 - chance)
}

/** Neighbours of what does not build mostly do not build either: the more of them, the farther away is worth more. */
function buildChances({ graph }: Range, evidence: Evidence): (index: number) => number {
  const skipped = [...evidence].flatMap(([id, record]) =>
    record.skipped === null ? [] : (graph.indexOf.get(id) ?? []),
  )
  return index => {
    const distance = skipped.reduce(
      (least, other) => Math.min(least, Math.abs(other - index)),
      graph.ids.length,
    )
    return distance / (distance + skipped.length)
  }
}
