import type { OutcomeClass } from '../../model/contract/bisect-report.ts'
import type { Found } from './check.ts'
import { type Answers, answersOf, classOf } from './evidence.ts'
import { partOf, type Sought, type Stretch } from './stretch.ts'

/** A change from one class to another. */
export interface Edge extends Found {
  readonly from: OutcomeClass
  readonly to: OutcomeClass
  readonly sought: Sought
}

/** The parts between the ends of a stretch and revisions in it, oldest first. */
export function split(stretch: Stretch, at: readonly string[]): Stretch[] {
  const ends = [
    [stretch.before, stretch.from] as const,
    ...at.map(id => [id, null] as const),
    [stretch.after, stretch.to] as const,
  ]
  return ends.slice(1).map((end, index) => partOf(stretch, ends[index] ?? end, end))
}

/** The parts before and after an edge. */
export function beside(stretch: Stretch, edge: Edge, answers: Answers): Stretch[] {
  const { sought } = edge
  const older = edge.before
    .filter(id => stretch.graph.indexOf.has(id) && answersOf(answers, id).runs.size > 0)
    .map(id => {
      const to =
        sought.goal === 'first-good' ? sought.failure : classOf(answersOf(answers, id), sought.failure)
      return partOf(stretch, [stretch.before, stretch.from], [id, to])
    })
  const newer = edge.after
    .slice(0, 1)
    .filter(id => id !== stretch.after)
    .map(id => partOf(stretch, [id, edge.to], [stretch.after, stretch.to]))
  return [...older, ...newer]
}

/**
 * An edge with its classes. If the parents of a merge have several classes, one that the older end does not have is
 * named.
 */
export function edgeOf(stretch: Stretch, sought: Sought, found: Found, answers: Answers): Edge {
  const classAt = (id: string) => {
    if (id === stretch.before && stretch.from !== null) return stretch.from
    if (id === stretch.after && stretch.to !== null) return stretch.to
    return classOf(answersOf(answers, id), sought.failure)
  }
  const classesAt = (ids: readonly string[]) =>
    ids.filter(id => answersOf(answers, id).runs.size > 0).map(classAt)
  if (sought.goal === 'first-good')
    return { ...found, sought, from: sought.failure, to: classesAt(found.after)[0] ?? stretch.to ?? 'pass' }
  const older = classesAt(found.before)
  const from = older.find(outcome => outcome !== stretch.from) ?? stretch.from ?? 'pass'
  return { ...found, sought, from, to: sought.failure }
}

/** The classes of both ends: one has the failure that is sought, the other does not. */
export function endClasses(
  { before, after, from, to }: Stretch,
  { failure, goal }: Sought,
  answers: Answers,
) {
  const other = (id: string, known: OutcomeClass | null) =>
    known !== null && known !== failure ? known : classOf(answersOf(answers, id), failure)
  return goal === 'first-bad'
    ? { from: other(before, from), to: failure }
    : { from: failure, to: other(after, to) }
}
