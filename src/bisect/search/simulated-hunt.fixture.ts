import { type Ends, endsTurn } from './ends.ts'
import { type Evidence, recordOf, withAnswer, withSkip } from './evidence.ts'
import { ancestry, type Graph } from './graph.ts'
import type { Range } from './posterior.ts'
import type { Rules } from './rules.ts'
import { nextTurn } from './search.ts'
import type { Turn } from './turn.ts'

/** A history with a bug in it, and how its builds behave. */
export interface World {
  readonly graph: Graph
  readonly hunt: 'first-bad' | 'first-good'
  /** Index of the change. */
  readonly change: number
  /** How often a run shows the symptom, on builds with the bug and on those without. */
  readonly rateWith: (index: number) => number
  readonly rateWithout: number
  readonly isBroken: (index: number) => boolean
  /** How often a run tells nothing. */
  readonly inconclusive?: number
}

export interface Hunted {
  readonly end: Exclude<Turn, { kind: 'run' }> | { kind: 'refused'; why: string }
  readonly runs: number
  readonly endRuns: number
  /** Revisions that were run or skipped, in turn; the ends are not among them. */
  readonly steps: readonly string[]
}

const before = 'good'

/** A hunt in that world, with chance as the numbers of `random` (0 to 1). */
export function hunted(world: World, rules: Rules, random: () => number): Hunted {
  const { graph, hunt } = world
  const hasChange = (index: number) => ancestry(graph, index)[world.change] === 1
  const after = graph.ids.at(-1) ?? ''
  const ends: Ends = { before, after, hunt }
  const range: Range = { graph, before, hunt }
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
      evidence = withAnswer(evidence, id, 'nothing', rules)
      return
    }
    const changed = index !== undefined && hasChange(index)
    const rate = changed === (hunt === 'first-bad') ? world.rateWith(index ?? -1) : world.rateWithout
    evidence = withAnswer(evidence, id, random() < rate ? 'shown' : 'clean', rules)
  }
  for (;;) {
    const turn = endsTurn(ends, evidence, rules, graph.ids.length)
    if (turn.kind === 'ready') break
    if (turn.kind !== 'run') return { end: { kind: 'refused', why: turn.kind }, runs, endRuns: runs, steps }
    run(turn.id)
  }
  const endRuns = runs
  for (let last: string | null = null; ; ) {
    const turn: Turn = nextTurn(range, evidence, rules, last)
    if (turn.kind !== 'run') return { end: turn, runs, endRuns, steps }
    if (turn.id !== last) steps.push(turn.id)
    if (recordOf(evidence, turn.id).skipped !== null) throw new Error(`${turn.id} was skipped, and run again`)
    last = turn.id
    run(turn.id)
  }
}

/** A history without branches. */
export function line(length: number): { id: string; parents: string[] }[] {
  return Array.from({ length }, (_, index) => ({
    id: `c${index + 1}`,
    parents: [index === 0 ? before : `c${index}`],
  }))
}

/** A random number generator of few words (mulberry32), for the same hunts every time. */
export function randomFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
