import { type Evidence, resultsOf } from './evidence.ts'
import type { Graph } from './graph.ts'

/**
 * For each revision the chance that it can be built and run.
 *
 * Broken revisions come in zones: a build breaks, and is mended later. The width of a zone may have any order of
 * magnitude, so the chance that the zone ends within some distance of its known part grows with the logarithm of that
 * distance. With these chances a search finds both borders of a zone by halving, and not revision by revision.
 *
 * A revision with skipped ones on all sides is probably in their zone. It is worth a build if few were skipped;
 * otherwise its chance is 0.
 */
export function buildChances(graph: Graph, evidence: Evidence): Float64Array {
  const { ids, outside } = graph
  const isSkipped = ids.map(id => resultsOf(evidence, id).skipped !== null)
  const chances = new Float64Array(ids.length).fill(1)
  if (!isSkipped.includes(true)) return chances
  const isAnswered = ids.map((id, index) => !isSkipped[index] && resultsOf(evidence, id).runs > 0)
  const neighbours = neighboursOf(graph)
  const isOld = (index: number) => (outside[index] ?? []).length > 0
  const toAnswer = distances(
    neighbours,
    index => (isAnswered[index] ? 0 : isOld(index) ? 1 : null),
    isSkipped,
  )
  const toSkip = distances(neighbours, index => (isSkipped[index] ? 0 : null), isAnswered)
  for (const part of partsOf(neighbours, isAnswered)) {
    const skips = part.filter(index => isSkipped[index]).length
    if (skips === 0) continue
    const isBlocked = (index: number) => toAnswer[index] === Number.POSITIVE_INFINITY
    const width = part.filter(isBlocked).length
    for (const index of part) {
      const [answer, skip] = [toAnswer[index] ?? 0, toSkip[index] ?? 0]
      if (!isBlocked(index)) chances[index] = Math.log1p(skip / width) / Math.log1p((answer + skip) / width)
      else if (skips <= fewSkips) chances[index] = Math.min(1, (2 * skip) / width) / (1 + skips) ** 2
      else chances[index] = 0
    }
  }
  return chances
}

const fewSkips = 4

type Neighbours = readonly (readonly number[])[]

function neighboursOf({ ids, parents }: Graph): Neighbours {
  const neighbours: number[][] = ids.map((_, index) => [...(parents[index] ?? [])])
  for (const [index, of] of parents.entries()) for (const parent of of) neighbours[parent]?.push(index)
  return neighbours
}

/** The distance to the nearest revision with a start (0 or 1, which counts as well), on paths around the walls. */
function distances(
  neighbours: Neighbours,
  start: (index: number) => number | null,
  isWall: readonly boolean[],
): Float64Array {
  const steps = new Float64Array(neighbours.length).fill(Number.POSITIVE_INFINITY)
  const starts = [...neighbours.keys()].filter(index => !isWall[index] && start(index) !== null)
  const queue = starts.toSorted((a, b) => (start(a) ?? 0) - (start(b) ?? 0))
  for (const index of queue) steps[index] = start(index) ?? 0
  // Those that the loop adds are sorted as well: it is a breadth-first search.
  for (const at of queue) {
    const next = (steps[at] ?? 0) + 1
    for (const other of neighbours[at] ?? []) {
      if (isWall[other] || (steps[other] ?? 0) <= next) continue
      steps[other] = next
      queue.push(other)
    }
  }
  return steps
}

/** The connected components of the history without the walls. */
function partsOf(neighbours: Neighbours, isWall: readonly boolean[]): number[][] {
  const isSeen = [...isWall]
  return [...neighbours.keys()].flatMap(index => {
    if (isSeen[index]) return []
    isSeen[index] = true
    const part = [index]
    for (const at of part) {
      for (const other of neighbours[at] ?? []) {
        if (isSeen[other]) continue
        isSeen[other] = true
        part.push(other)
      }
    }
    return [part]
  })
}
