import { UsageError } from '../../model/errors.ts'

/** A commit, or a QEMU of a list, and its parents. */
export interface Revision {
  readonly id: string
  readonly parents: readonly string[]
}

/** The revisions that may be the change, parents first. */
export interface Graph {
  readonly ids: readonly string[]
  readonly indexOf: ReadonlyMap<string, number>
  /** For each revision the indices of its parents in the graph. */
  readonly parents: readonly (readonly number[])[]
  /** For each revision the ids of its parents that are not in the graph: they are older than the range. */
  readonly outside: readonly (readonly string[])[]
}

/** Sorts revisions, parents before children. Throws UsageError for a repeated revision, and for a cycle. */
export function graphOf(revisions: readonly Revision[]): Graph {
  const byId = new Map(revisions.map(revision => [revision.id, revision]))
  if (byId.size < revisions.length) throw new UsageError('expected a history, but it has a revision twice')
  const ids = inOrder(revisions, byId)
  const indexOf = new Map(ids.map((id, index) => [id, index]))
  const parentsOf = (id: string) => [...new Set(byId.get(id)?.parents)]
  return {
    ids,
    indexOf,
    parents: ids.map(id => parentsOf(id).flatMap(parent => indexOf.get(parent) ?? [])),
    outside: ids.map(id => parentsOf(id).filter(parent => !indexOf.has(parent))),
  }
}

/** Marks the ancestors of a revision, and the revision itself, with 1. */
export function ancestry({ ids, parents }: Graph, index: number): Uint8Array {
  const isIn = new Uint8Array(ids.length)
  const open = [index]
  isIn[index] = 1
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    for (const parent of parents[at] ?? []) {
      if (isIn[parent] === 1) continue
      isIn[parent] = 1
      open.push(parent)
    }
  }
  return isIn
}

/**
 * The part of a history between two revisions: the ancestors of `after`, and of these the descendants of `before` if it
 * is in the graph. Then a path from `before` leads to each, and it is the only parent from outside.
 */
export function graphBetween(graph: Graph, before: string, after: string): Graph {
  const last = graph.indexOf.get(after)
  if (last === undefined) throw new Error(`${after} is not in the graph`)
  const first = graph.indexOf.get(before)
  const isIn = ancestry(graph, last)
  if (first !== undefined) {
    const isBehind = new Uint8Array(graph.ids.length)
    isBehind[first] = 1
    for (const [index, parents] of graph.parents.entries())
      if (parents.some(parent => isBehind[parent] === 1)) isBehind[index] = 1
    for (const index of isIn.keys()) if (isBehind[index] === 0 || index === first) isIn[index] = 0
  }
  const kept = [...graph.ids.keys()].filter(index => isIn[index] === 1)
  const places = new Map(kept.map((index, place) => [index, place]))
  const ids = kept.map(index => graph.ids[index] ?? '')
  return {
    ids,
    indexOf: new Map(ids.map((id, place) => [id, place])),
    parents: kept.map(index => (graph.parents[index] ?? []).flatMap(parent => places.get(parent) ?? [])),
    outside: kept.map(index =>
      first === undefined
        ? (graph.outside[index] ?? [])
        : (graph.parents[index] ?? []).includes(first)
          ? [before]
          : [],
    ),
  }
}

/** For each revision the sum of the weights of its ancestors and its own. */
export function massBelow(graph: Graph, weights: Float64Array): Float64Array {
  const sums = new Float64Array(weights.length)
  for (const [index, parents] of graph.parents.entries()) {
    const [only] = parents
    // At a merge the sums of the parents may both count the same ancestor.
    if (parents.length > 1) sums[index] = sumOver(ancestry(graph, index), weights)
    else sums[index] = (weights[index] ?? 0) + (only === undefined ? 0 : (sums[only] ?? 0))
  }
  return sums
}

function sumOver(isIn: Uint8Array, weights: Float64Array): number {
  let sum = 0
  for (let index = 0; index < weights.length; index++) {
    if (isIn[index] === 1) sum += weights[index] ?? 0
  }
  return sum
}

function inOrder(revisions: readonly Revision[], byId: ReadonlyMap<string, Revision>): string[] {
  const state = new Map<string, 'open' | 'done'>()
  const ids: string[] = []
  for (const { id } of revisions) {
    // Not recursive: a history is deeper than the call stack.
    const stack = [id]
    for (let at = stack.at(-1); at !== undefined; at = stack.at(-1)) {
      const parents = byId.get(at)?.parents ?? []
      const waits = parents.filter(parent => byId.has(parent) && state.get(parent) !== 'done')
      if (waits.length > 0) {
        if (state.get(at) === 'open')
          throw new UsageError(`expected a history, but ${at} is its own ancestor`)
        state.set(at, 'open')
        stack.push(...waits)
        continue
      }
      if (state.get(at) !== 'done') ids.push(at)
      state.set(at, 'done')
      stack.pop()
    }
  }
  return ids
}
