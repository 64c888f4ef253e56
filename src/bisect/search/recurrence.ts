import type { OutcomeClass } from '../../model/contract/bisect-report.ts'
import { type Answers, answersOf, failuresOf, type RevisionAnswers, tallyOf } from './evidence.ts'
import { ancestry } from './graph.ts'
import { logOdds, type Tally } from './odds.ts'
import { minRuns, type Rules } from './rules.ts'
import type { Sought, Stretch } from './stretch.ts'
import type { Wanted } from './stretch-ends.ts'

/** The log odds from which the runs of a revision show its side: one run of a bug that always shows is enough. */
const clear = Math.log(10)

/** A revision of another class than the ends, which have the same: an edge is on either side of it. Or null. */
export function oddOneOut(
  stretch: Stretch,
  answers: Answers,
  { symptom }: Pick<Wanted, 'symptom'>,
): string | null {
  const { graph, after, from, to } = stretch
  const ends = new Set([
    ...[from, to].flatMap(outcome => outcome ?? []),
    ...[stretch.before, after].flatMap(id => failuresOf(answersOf(answers, id))),
  ])
  const differs = (id: string) => {
    const own = answersOf(answers, id)
    if (own.runs.size === 0) return false
    return symptom === null ? isOdd(own, ends) : ends.has(symptom) !== logOdds(tallyOf(own, symptom)) > 0
  }
  return graph.ids.find(id => id !== after && differs(id)) ?? null
}

/** Whether a revision has a failure that is none of these classes, or has none of the failures among them. */
function isOdd(own: RevisionAnswers, ends: ReadonlySet<OutcomeClass>): boolean {
  const isOther = failuresOf(own).some(
    failure => !ends.has(failure) && logOdds(tallyOf(own, failure)) > clear,
  )
  const failures = [...ends].flatMap(outcome => (outcome === 'pass' ? [] : outcome))
  return (
    isOther || (failures.length > 0 && failures.every(failure => logOdds(tallyOf(own, failure)) < -clear))
  )
}

/**
 * Two revisions, the older first, of which the older is like the newer end and the newer like the older end: the class
 * changes more than once. Null without such a pair. Before the search of the stretch (`isNew`) one clear run of each is
 * enough; during it more are needed, because a few runs that contradict each other may be mistakes.
 */
export function reversal(
  { graph, after }: Stretch,
  { failure, goal }: Sought,
  answers: Answers,
  rules: Rules,
  isNew: boolean,
): readonly [string, string] | null {
  const isSure = ({ runs }: Tally, odds: number) =>
    isNew ? odds > clear : runs >= minRuns(rules) && odds > Math.log(2 / rules.bound)
  const like = (sign: number) =>
    [...answers.keys()].filter(id => {
      const tally = tallyOf(answersOf(answers, id), failure)
      return tally.runs > 0 && id !== after && graph.indexOf.has(id) && isSure(tally, sign * logOdds(tally))
    })
  const withIt = like(1)
  const without = like(-1)
  const [newer, older] = goal === 'first-bad' ? [withIt, without] : [without, withIt]
  for (const late of older) {
    const isIn = ancestry(graph, graph.indexOf.get(late) ?? 0)
    const early = newer.find(id => isIn[graph.indexOf.get(id) ?? 0] === 1)
    if (early !== undefined) return [early, late]
  }
  return null
}
