import type { FailureClass, OutcomeClass, Purpose } from '../../model/contract/bisect-report.ts'
import type { NextStep } from './check.ts'
import { broughtIn, earlyParents, uncheckedParent } from './early-branches.ts'
import { beside, type Edge, edgeOf, endClasses, split } from './edge.ts'
import type { EndsStep } from './ends.ts'
import { type Answers, evidenceOf, withAnswer, withSkip } from './evidence.ts'
import type { Graph } from './graph.ts'
import { narrowed, nextStep } from './next-step.ts'
import { oddOneOut, reversal } from './recurrence.ts'
import { isPart, type Sought, type Stretch } from './stretch.ts'
import { stretchEnds, type Wanted } from './stretch-ends.ts'

/** The inputs of a bisection that do not change while it runs. */
export interface SearchInput extends Wanted {
  readonly graph: Graph
  /** The most builds; null where there is no limit. */
  readonly mostBuilds: number | null
}

/** Why a part of the history was not searched to its end. */
export type Obstacle = Exclude<EndsStep | NextStep, { kind: 'run' | 'ready' | 'found' }>

/** A part of the history that was not searched to its end. */
export interface Unsearched {
  readonly stretch: Stretch
  readonly failure: FailureClass | null
  readonly why: Obstacle
}

export type Next =
  | { readonly kind: 'run'; readonly id: string; readonly to: Purpose }
  /** Nothing is left to search. */
  | { readonly kind: 'done' }
  /** The next run needs a build, and no more are allowed. */
  | { readonly kind: 'stopped' }
  | { readonly kind: 'refuse'; readonly failure: FailureClass | null; readonly step: Obstacle }

/** A search for all edges. It depends on the answers and their order alone, so that it can be resumed from a log. */
export interface Search {
  readonly input: SearchInput
  readonly answers: Answers
  /** How many revisions had to be built. */
  readonly builds: number
  /** The revision that was run last. */
  readonly last: string | null
  /** The parts of the history that are left, the first of which is searched now. */
  readonly open: readonly Stretch[]
  readonly edges: readonly Edge[]
  readonly unsearched: readonly Unsearched[]
  readonly next: Next
}

/** A search before its first run. */
export function begun(input: SearchInput): Search {
  const { graph, before, after } = input
  const whole: Stretch = { graph, before, after, from: null, to: null, sought: null }
  const next = { kind: 'done' } as const
  return onward({
    ...{ input, answers: new Map(), builds: 0, last: null, open: [whole], edges: [], unsearched: [], next },
  })
}

/** The search after one more run; `answer` is null if it gave none, and `why` says why. */
export function answered(search: Search, id: string, answer: OutcomeClass | null, why: string): Search {
  const answers = withAnswer(search.answers, id, answer, search.input.rules, why)
  return onward({ ...search, answers, last: id })
}

/** The search after revisions could not be built or run. */
export function skipped(search: Search, ids: readonly string[], why: string): Search {
  const answers = ids.reduce((before, id) => withSkip(before, id, why), search.answers)
  return onward({ ...search, answers })
}

/** The search after a build. */
export function built(search: Search): Search {
  return { ...search, builds: search.builds + 1 }
}

/** Advances the search until it needs a run, or nothing is left. */
function onward(search: Search): Search {
  let now = search
  for (let [stretch] = now.open; stretch !== undefined; [stretch] = now.open) {
    const result = advanced(now, stretch)
    if ('kind' in result) return { ...now, next: isAllowed(now, result) ? result : { kind: 'stopped' } }
    now = result
  }
  const [first] = now.unsearched
  const isRefused = now.edges.length === 0 && first !== undefined
  return {
    ...now,
    next: isRefused ? { kind: 'refuse', failure: first.failure, step: first.why } : { kind: 'done' },
  }
}

function isAllowed({ input: { mostBuilds }, answers, builds }: Search, next: Next): boolean {
  return next.kind !== 'run' || mostBuilds === null || builds < mostBuilds || answers.has(next.id)
}

/** The next run that the stretch needs, or the search with that stretch replaced by what was found in it. */
function advanced(search: Search, stretch: Stretch): Next | Search {
  return stretch.sought === null ? settled(search, stretch) : searched(search, stretch, stretch.sought)
}

function settled(search: Search, stretch: Stretch): Next | Search {
  const { answers, input } = search
  const ends = stretchEnds(stretch, answers, input)
  if (ends.kind === 'run') return { ...ends, to: 'ends' }
  if (ends.kind === 'ready') {
    const { sought } = ends
    const { from, to } = endClasses(stretch, sought, answers)
    const turned = reversal(stretch, sought, answers, input.rules, true)
    return turned === null
      ? replaced(search, [{ ...stretch, from, to, sought }])
      : replaced(search, split({ ...stretch, from, to }, turned))
  }
  if (ends.why.kind === 'alike' && isPart(stretch, input)) {
    const odd = oddOneOut(stretch, answers, input)
    return replaced(search, odd === null ? [] : split(stretch, [odd]))
  }
  return abandoned(search, stretch, ends.failure, ends.why)
}

function searched(search: Search, stretch: Stretch, sought: Sought): Next | Search {
  const { answers, input, last } = search
  const turned = reversal(stretch, sought, answers, input.rules, false)
  if (turned !== null) return replaced(search, split(stretch, turned))
  const range = { ...stretch, goal: sought.goal }
  const step = nextStep(range, evidenceOf(answers, sought.failure), input.rules, last)
  if (step.kind === 'run') return step
  if (step.kind === 'contradiction' && stretch.graph.indexOf.has(step.id))
    return replaced(search, split(stretch, [step.id]))
  if (step.kind !== 'found') return abandoned(search, stretch, sought.failure, step)
  const parents = earlyParents(search, stretch, step)
  const unchecked = uncheckedParent(search, stretch, sought, step, parents)
  if (unchecked !== null) return { kind: 'run', id: unchecked, to: 'check' }
  const alone = edgeOf(stretch, sought, step, answers)
  const edge = { ...alone, before: [...alone.before, ...parents] }
  const brought = broughtIn(search, edge, parents)
  const rest = replaced(search, [...brought, ...beside(stretch, edge, answers)])
  if (brought.length > 0) return rest
  // Two parents of a merge may have the same edge behind them.
  const isKnown = search.edges.some(known => known.among.join() === edge.among.join())
  return isKnown ? rest : { ...rest, edges: [...search.edges, edge] }
}

function replaced(search: Search, by: readonly Stretch[]): Search {
  return { ...search, open: [...by, ...search.open.slice(1)] }
}

function abandoned(search: Search, stretch: Stretch, failure: FailureClass | null, why: Obstacle): Search {
  return { ...replaced(search, []), unsearched: [...search.unsearched, { stretch, failure, why }] }
}

/** The edges that were found, oldest first, and what is known of the edge in each part that is left. */
export function edgesOf({ edges, open, answers, input }: Search): {
  found: readonly Edge[]
  left: readonly Edge[]
} {
  const place = (edge: Edge) => Math.max(...edge.among.map(id => input.graph.indexOf.get(id) ?? 0))
  const left = open.flatMap(stretch => {
    const { from, to, sought } = stretch
    if (sought === null) return []
    const range = { ...stretch, goal: sought.goal }
    const found = narrowed(range, evidenceOf(answers, sought.failure), input.rules)
    return from === null || to === null ? [] : [{ ...found, from, to, sought }]
  })
  return { found: edges.toSorted((a, b) => place(a) - place(b)), left }
}

/** The parts that --max-builds left untouched, and whose ends are not known to agree. */
export function untouched({ open }: Search): readonly Stretch[] {
  return open.filter(({ sought, from, to }) => sought === null && (from === null || from !== to))
}

/** Whether no part was given up or left untouched. */
export function isSearched(search: Search): boolean {
  return search.unsearched.length === 0 && untouched(search).length === 0
}
