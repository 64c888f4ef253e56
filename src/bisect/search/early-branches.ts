import type { OutcomeClass } from '../../model/contract/bisect-report.ts'
import type { Found } from './check.ts'
import type { Edge } from './edge.ts'
import { type Answers, answersOf, classOf, evidenceOf, isTestable, resultsOf } from './evidence.ts'
import { ancestry, type Graph } from './graph.ts'
import { noSides, sidesOfEach } from './posterior.ts'
import { cleanRuns } from './rules.ts'
import { partOf, type Sought, type Stretch } from './stretch.ts'
import type { Wanted } from './stretch-ends.ts'

/** What is known so far. */
interface Known {
  readonly input: Wanted & { readonly graph: Graph }
  readonly answers: Answers
  readonly edges: readonly Edge[]
}

/**
 * The other parents of a merge that was found in a part of the history: they are on branches that left before the older
 * end of the part, and the search did not look at them.
 */
export function earlyParents({ input: { graph } }: Known, stretch: Stretch, { among }: Found): string[] {
  const [id = '', ...others] = among
  const index = graph.indexOf.get(id)
  if (index === undefined || others.length > 0 || !graph.indexOf.has(stretch.before)) return []
  const parents = (graph.parents[index] ?? []).map(parent => graph.ids[parent] ?? '')
  return [...parents, ...(graph.outside[index] ?? [])].filter(
    parent => parent !== stretch.before && !stretch.graph.indexOf.has(parent),
  )
}

/** One of these parents that has not enough runs to say whether it has what is said to begin at the merge. */
export function uncheckedParent(
  { answers, input: { rules } }: Known,
  stretch: Stretch,
  { failure, goal }: Sought,
  { among: [id = ''] }: Found,
  parents: readonly string[],
): string | null {
  const evidence = evidenceOf(answers, failure)
  const sides = sidesOfEach({ ...stretch, goal }, evidence)[stretch.graph.indexOf.get(id) ?? -1] ?? noSides
  const wanted = cleanRuns(rules.bound / 2 / parents.length, sides.with)
  const lacks = (parent: string) =>
    resultsOf(evidence, parent).runs < wanted && isTestable(evidence, rules, parent)
  return parents.find(lacks) ?? null
}

/**
 * The parts of the history that hold the change which a merge brought in: where one of these parents is already of the
 * class after the merge, and its branch was not when it left.
 */
export function broughtIn(known: Known, edge: Edge, parents: readonly string[]): Stretch[] {
  const { answers, input } = known
  const { symptom } = input
  const isLike = (a: OutcomeClass, b: OutcomeClass) =>
    symptom === null ? a === b : (a === symptom) === (b === symptom)
  return parents.flatMap(parent => {
    const own = answersOf(answers, parent)
    const to = classOf(own)
    if (own.runs.size === 0 || !isLike(to, edge.to) || !input.graph.indexOf.has(parent)) return []
    const [start, from] = forkOf(known, parent)
    const { graph, before, after } = input
    const whole = { graph, before, after, from: null, to: null, sought: null }
    return isLike(from, to) ? [] : [partOf(whole, [start, from], [parent, to])]
  })
}

/** The newest revision before that one whose class is known from an edge, and that class; else the older end. */
function forkOf({ edges, answers, input }: Known, id: string): readonly [string, OutcomeClass] {
  const { graph, before } = input
  const isIn = ancestry(graph, graph.indexOf.get(id) ?? 0)
  const starts = edges.flatMap(({ among, to }) => {
    const [first = '', ...others] = among
    const place = graph.indexOf.get(first) ?? -1
    return others.length === 0 && isIn[place] === 1 && first !== id ? [{ first, place, to }] : []
  })
  const [newest] = starts.toSorted((a, b) => b.place - a.place)
  return newest === undefined ? [before, classOf(answersOf(answers, before))] : [newest.first, newest.to]
}
