import type { Hunt } from '../../model/contract/hunt-report.ts'
import type { Symptom } from '../../model/contract/verdict.ts'
import type { History, HuntEvent, Ran } from '../hunt-log.ts'
import { type Ends, type EndsTurn, endsTurn } from './ends.ts'
import { answerOf, type Evidence, untoldText, withAnswer, withSkip } from './evidence.ts'
import type { Graph } from './graph.ts'
import type { Range } from './posterior.ts'
import type { Rules } from './rules.ts'
import { nextTurn } from './search.ts'
import type { Found } from './turn.ts'

/** Where a hunt takes place: what its order and its source say, which does not change. */
export interface Ground extends Ends {
  readonly graph: Graph
  readonly symptom: Symptom | null
  readonly rules: Rules
}

/** What a hunt does next. */
export type Act =
  | { readonly kind: 'run'; readonly id: string; readonly to: 'ends' | 'turn' | 'check' }
  | { readonly kind: 'settle'; readonly hunt: Hunt; readonly symptom: Symptom }
  | {
      readonly kind: 'refuse'
      readonly turn: Exclude<EndsTurn, { kind: 'run' | 'ready' }>
      readonly symptom: Symptom | null
    }
  | { readonly kind: 'contradiction'; readonly id: string }
  | { readonly kind: 'done'; readonly found: Found; readonly range: Range; readonly symptom: Symptom }

/** What comes next, from what happened so far and nothing else: so a hunt that was interrupted goes on where it stood. */
export function nextAct(ground: Ground, events: History): Act {
  const settled = events.find(event => event.kind === 'settled')
  const symptom = settled?.symptom ?? symptomAtEnds(ground, events)
  const evidence = evidenceOf(events, symptom, ground.rules)
  if (settled === undefined) {
    const turn = endsTurn(ground, evidence, ground.rules, ground.graph.ids.length)
    if (turn.kind === 'run') return { kind: 'run', id: turn.id, to: 'ends' }
    if (turn.kind === 'ready' && symptom !== null) return { kind: 'settle', hunt: turn.hunt, symptom }
    return { kind: 'refuse', turn: turn.kind === 'ready' ? { kind: 'flicker' } : turn, symptom }
  }
  const range = { ...ground, hunt: settled.hunt }
  const turn = nextTurn(range, evidence, ground.rules, lastRun(events))
  if (turn.kind === 'found') return { kind: 'done', found: turn, range, symptom: settled.symptom }
  return turn.kind === 'flicker' ? { kind: 'refuse', turn, symptom } : turn
}

/** What the events say of each revision, to a hunt for that symptom. */
export function evidenceOf(events: History, symptom: Symptom | null, rules: Rules): Evidence {
  let evidence: Evidence = new Map()
  for (const event of events) {
    if (event.kind === 'unfit') evidence = withSkip(evidence, event.id, event.why)
    if (event.kind !== 'ran') continue
    const answer = answerOf(event, symptom)
    const before = evidence
    evidence = withAnswer(evidence, event.id, answer, rules)
    const isSkipped = evidence.get(event.id)?.skipped !== (before.get(event.id)?.skipped ?? null)
    // Said with the words of the run that made the patience end.
    if (isSkipped || event.outcome === 'skip') evidence = withSkip(evidence, event.id, untoldText(event))
  }
  return evidence
}

/**
 * The symptom to hunt: the one that was asked for, else the one that the end with the bug shows most often. Where
 * that end shows none (they may be swapped), the other end's.
 */
export function symptomAtEnds({ symptom, hunt, before, after }: Ground, events: History): Symptom | null {
  if (symptom !== null) return symptom
  const atBug = hunt === null ? [before, after] : [hunt === 'first-good' ? before : after]
  return mostFrequent(events, atBug) ?? mostFrequent(events, [before, after])
}

function mostFrequent(events: History, ids: readonly string[]): Symptom | null {
  const counts = new Map<Symptom, number>()
  for (const event of events) {
    if (event.kind !== 'ran' || event.symptom === undefined || !ids.includes(event.id)) continue
    counts.set(event.symptom, (counts.get(event.symptom) ?? 0) + 1)
  }
  return [...counts].reduce<[Symptom | null, number]>((a, b) => (b[1] > a[1] ? b : a), [null, 0])[0]
}

/** The revision that was run last since the hunt settled. */
function lastRun(events: History): string | null {
  const last = events.findLast((event): event is Extract<HuntEvent, Ran | { kind: 'settled' }> =>
    ['ran', 'settled'].includes(event.kind),
  )
  return last?.kind === 'ran' ? last.id : null
}
