import type { Goal } from '../../model/contract/bisect-report.ts'
import type { Symptom } from '../../model/contract/verdict.ts'
import type { LogEvents } from '../log.ts'
import type { Found, NextStep } from './check.ts'
import { type Ends, type EndsStep, endsStep } from './ends.ts'
import { evidenceOf } from './evidence.ts'
import type { Graph } from './graph.ts'
import { nextStep } from './next-step.ts'
import type { Range } from './posterior.ts'
import type { Rules } from './rules.ts'

/** The inputs of a bisection that do not change while it runs. */
export interface SearchInput extends Ends {
  readonly graph: Graph
  readonly symptom: Symptom | null
  readonly rules: Rules
}

export type Action =
  | { readonly kind: 'run'; readonly id: string; readonly to: 'ends' | 'turn' | 'check' }
  /** The ends differ: the symptom and the goal are known from here on. */
  | { readonly kind: 'settle'; readonly goal: Goal; readonly symptom: Symptom }
  | {
      readonly kind: 'refuse'
      readonly step: Exclude<EndsStep | NextStep, { kind: 'run' | 'ready' | 'found' }>
      readonly symptom: Symptom | null
    }
  | { readonly kind: 'done'; readonly found: Found; readonly range: Range; readonly symptom: Symptom }

/** The next action of a bisection. It depends on the log alone, so that an interrupted bisection can be resumed. */
export function nextAction(input: SearchInput, events: LogEvents): Action {
  const { graph, rules } = input
  const settled = events.find(event => event.kind === 'settled')
  const symptom = settled?.symptom ?? symptomAtEnds(input, events)
  const evidence = evidenceOf(events, symptom, rules)
  if (settled === undefined) {
    const step = endsStep(input, evidence, rules, graph.ids.length)
    if (step.kind === 'run') return { kind: 'run', id: step.id, to: 'ends' }
    if (step.kind === 'ready' && symptom !== null) return { kind: 'settle', goal: step.goal, symptom }
    return { kind: 'refuse', step: step.kind === 'ready' ? { kind: 'flaky' } : step, symptom }
  }
  const range = { ...input, goal: settled.hunt }
  const lastRun = events.findLast(event => event.kind === 'ran' || event.kind === 'settled')
  const step = nextStep(range, evidence, rules, lastRun?.kind === 'ran' ? lastRun.id : null)
  if (step.kind === 'found') return { kind: 'done', found: step, range, symptom: settled.symptom }
  return step.kind === 'run' ? step : { kind: 'refuse', step, symptom }
}

/**
 * The symptom to look for: the one that was asked for, else the most frequent one at the end with the bug. Where that
 * end shows none (the ends may be swapped), the most frequent one at either end.
 */
export function symptomAtEnds({ symptom, goal, before, after }: SearchInput, events: LogEvents) {
  if (symptom !== null) return symptom
  const withBug = goal === null ? [before, after] : [goal === 'first-good' ? before : after]
  return mostFrequent(events, withBug) ?? mostFrequent(events, [before, after])
}

function mostFrequent(events: LogEvents, ids: readonly string[]): Symptom | null {
  const seen = events.flatMap(event =>
    event.kind === 'ran' && ids.includes(event.id) ? (event.symptom ?? []) : [],
  )
  const count = (symptom: Symptom) => seen.filter(other => other === symptom).length
  return seen.reduce<Symptom | null>((a, b) => (a !== null && count(a) >= count(b) ? a : b), null)
}
