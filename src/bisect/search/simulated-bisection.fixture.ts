import type { FailureClass, Goal, OutcomeClass } from '../../model/contract/bisect-report.ts'
import type { Edge } from './edge.ts'
import { answersOf } from './evidence.ts'
import { ancestry, type Graph } from './graph.ts'
import type { Rules } from './rules.ts'
import { answered, begun, built, edgesOf, type Search, skipped } from './search.ts'

/** How often the runs of a revision fail, and how; the others pass. */
export type Behaviour = Partial<Record<FailureClass, number>>

/** A history, and how its revisions behave. */
export interface World {
  readonly graph: Graph
  /** Of the revision with that index; -1: of all that are older. */
  readonly behaviour: (index: number) => Behaviour
  readonly isBroken?: (index: number) => boolean
  /** How often a run gives no answer. */
  readonly inconclusive?: number
  readonly goal?: Goal
  readonly symptom?: FailureClass
  readonly mostBuilds?: number
}

export interface Simulated {
  readonly search: Search
  readonly edges: readonly Edge[]
  /** Why it was refused, or how it ended. */
  readonly end: string
  readonly runs: number
  readonly endRuns: number
  /** The revisions that were run or skipped, without the ends. */
  readonly builds: number
}

const before = 'good'

/** Simulates a bisection in that world; `random` gives numbers from 0 to 1. */
export function simulated(
  world: World,
  rules: Rules,
  random: () => number,
  onStep: (search: Search) => void = () => undefined,
): Simulated {
  const { graph } = world
  const after = graph.ids.at(-1) ?? ''
  let search = begun({
    ...{ graph, before, after, rules, goal: world.goal ?? null, symptom: world.symptom ?? null },
    mostBuilds: world.mostBuilds ?? null,
  })
  let [runs, endRuns] = [0, 0]
  for (let { next } = search; next.kind === 'run'; { next } = search) {
    onStep(search)
    const { id, to } = next
    if (answersOf(search.answers, id).skipped !== null) throw new Error(`${id} was skipped and run again`)
    if (!search.answers.has(id)) search = built(search)
    const index = graph.indexOf.get(id) ?? -1
    if (index >= 0 && id !== after && world.isBroken?.(index)) {
      search = skipped(search, [id], 'does not build')
      continue
    }
    runs += 1
    if (to === 'ends') endRuns += 1
    const answer = random() < (world.inconclusive ?? 0) ? null : drawn(world.behaviour(index), random())
    search = answered(search, id, answer, 'no answer')
  }
  const { found } = edgesOf(search)
  const end = search.next.kind === 'refuse' ? search.next.step.kind : search.next.kind
  const builds = [...search.answers.keys()].filter(id => id !== before && id !== after).length
  return { search, edges: found, end, runs, endRuns, builds }
}

/** The edges as text: `freeze → stuck c601`, `stuck → pass one of 878`. */
export function told({ edges }: Simulated): string[] {
  return edges.map(
    ({ from, to, among }) => `${from} → ${to} ${among.length === 1 ? among[0] : `one of ${among.length}`}`,
  )
}

function drawn(behaviour: Behaviour, chance: number): OutcomeClass {
  let sum = 0
  for (const [failure, rate] of Object.entries(behaviour)) {
    sum += rate
    if (chance < sum) return failure as FailureClass
  }
  return 'pass'
}

/** A history with one bug in it. */
export interface OneBug {
  readonly graph: Graph
  readonly goal: Goal
  /** Index of the change. */
  readonly change: number
  /** How often a run shows the symptom, on revisions with the bug and on those without. */
  readonly rateWith?: (index: number) => number
  readonly rateWithout?: number
}

export function oneBug({ graph, goal, change, rateWith = () => 1, rateWithout = 0 }: OneBug): World {
  const behaviour = (index: number) => {
    const isBehind = index >= 0 && ancestry(graph, index)[change] === 1
    return { freeze: isBehind === (goal === 'first-bad') ? rateWith(index) : rateWithout }
  }
  return { graph, goal, behaviour }
}

/** A history whose class changes at each of these revisions, which are ancestors of each other, oldest first. */
export function chain(graph: Graph, changes: readonly number[], behaviours: readonly Behaviour[]): World {
  const behaviour = (index: number) => {
    const isIn = index < 0 ? null : ancestry(graph, index)
    return behaviours[changes.filter(change => isIn?.[change] === 1).length] ?? {}
  }
  return { graph, behaviour }
}

/** A history without branches. */
export function line(length: number): { id: string; parents: string[] }[] {
  return Array.from({ length }, (_, index) => ({
    id: `c${index + 1}`,
    parents: [index === 0 ? before : `c${index}`],
  }))
}

/** A small seeded random number generator (mulberry32), for repeatable simulations. */
export function randomFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
