import fc from 'fast-check'
import { type Graph, graphOf, type Revision } from './graph.ts'

/** Histories with branches and merges: each revision has one or two parents, and all are ancestors of the last. */
export function randomGraph(most = 40): fc.Arbitrary<Graph> {
  return fc
    .array(fc.tuple(fc.nat(), fc.nat(), fc.nat({ max: 3 })), { minLength: 1, maxLength: most })
    .map(rolls => graphOf(closed(rolls.map(revision))))
}

/** Its parent is the previous revision, or an earlier one, or both. */
function revision([far, other, merge]: readonly [number, number, number], index: number): Revision {
  if (index === 0) return { id: 'c0', parents: ['good'] }
  const first = far % 3 === 0 ? other % index : index - 1
  const parents = merge === 0 ? [first, far % index] : [first]
  return { id: `c${index}`, parents: [...new Set(parents)].map(parent => `c${parent}`) }
}

/** With one more revision that merges all heads. */
function closed(revisions: readonly Revision[]): Revision[] {
  const taken = new Set(revisions.flatMap(({ parents }) => parents))
  const heads = revisions.map(({ id }) => id).filter(id => !taken.has(id))
  return heads.length === 1 ? [...revisions] : [...revisions, { id: 'last', parents: heads }]
}
