import type { Goal } from '../../model/contract/bisect-report.ts'
import type { NextStep } from './check.ts'
import { type Ends, endsStep } from './ends.ts'
import { type Evidence, resultsOf, withAnswer, withSkip } from './evidence.ts'
import { ancestry, type Graph } from './graph.ts'
import { nextStep } from './next-step.ts'
import type { Range } from './posterior.ts'
import type { Rules } from './rules.ts'

/** A history with a bug in it, and how its revisions behave. */
export interface World {
  readonly graph: Graph
  readonly goal: Goal
  /** Index of the change. */
  readonly change: number
  /** How often a run shows the symptom, on revisions with the bug and on those without. */
  readonly rateWith: (index: number) => number
  readonly rateWithout: number
  readonly isBroken: (index: number) => boolean
  /** How often a run gives no answer. */
  readonly inconclusive?: number
}

export interface Simulated {
  readonly end: Exclude<NextStep, { kind: 'run' }> | { kind: 'refused'; why: string }
  readonly runs: number
  readonly endRuns: number
  /** The revisions that were run or skipped, in this order, without the ends. */
  readonly steps: readonly string[]
}

const before = 'good'

/** Simulates a bisection in that world; `random` gives numbers from 0 to 1. */
export function simulated(world: World, rules: Rules, random: () => number): Simulated {
  const { graph, goal } = world
  const hasChange = (index: number) => ancestry(graph, index)[world.change] === 1
  const after = graph.ids.at(-1) ?? ''
  const ends: Ends = { before, after, goal }
  const range: Range = { graph, before, goal }
  const steps: string[] = []
  let evidence: Evidence = new Map()
  let runs = 0
  const run = (id: string) => {
    const index = graph.indexOf.get(id)
    if (index !== undefined && world.isBroken(index) && id !== after) {
      evidence = withSkip(evidence, id, 'does not build')
      return
    }
    runs += 1
    if (random() < (world.inconclusive ?? 0)) {
      evidence = withAnswer(evidence, id, 'nothing', rules, 'no answer')
      return
    }
    const changed = index !== undefined && hasChange(index)
    const rate = changed === (goal === 'first-bad') ? world.rateWith(index ?? -1) : world.rateWithout
    evidence = withAnswer(evidence, id, random() < rate ? 'shown' : 'clean', rules, 'no answer')
  }
  for (;;) {
    const step = endsStep(ends, evidence, rules, graph.ids.length)
    if (step.kind === 'ready') break
    if (step.kind !== 'run') return { end: { kind: 'refused', why: step.kind }, runs, endRuns: runs, steps }
    run(step.id)
  }
  const endRuns = runs
  for (let last: string | null = null; ; ) {
    const step: NextStep = nextStep(range, evidence, rules, last)
    if (step.kind !== 'run') return { end: step, runs, endRuns, steps }
    if (step.id !== last) steps.push(step.id)
    if (resultsOf(evidence, step.id).skipped !== null) throw new Error(`${step.id} was skipped and run again`)
    last = step.id
    run(step.id)
  }
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
