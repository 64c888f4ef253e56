import {
  type HuntEdge,
  type HuntReport,
  type HuntSide,
  type HuntStep,
  type RevisionName,
  side,
} from '../model/contract/hunt-report.ts'
import { parse } from '../model/contract/schema.ts'
import { currentSchema } from '../model/contract/schema-version.ts'
import type { Symptom } from '../model/contract/verdict.ts'
import type { History, HuntEvent, Order, Ran } from './hunt-log.ts'
import { evidenceOf, type Ground } from './search/course.ts'
import { answerOf, recordOf, untoldText } from './search/evidence.ts'
import { massBelow } from './search/graph.ts'
import { posterior, type Range } from './search/posterior.ts'
import { nameText } from './search/refusal.ts'
import type { Found } from './search/turn.ts'

/** A hunt that came to its end. */
export interface Ended {
  readonly order: Order
  readonly ground: Ground
  readonly events: History
  readonly found: Found
  readonly range: Range
  readonly symptom: Symptom
  readonly case: { readonly id: string; readonly title: string }
  readonly reproduction: string
  /** The names of all that were run or found. */
  readonly names: ReadonlyMap<string, RevisionName>
  /** The QEMU command of a kept run. */
  commandLine(dir: string): string | undefined
}

/** What a hunt found out, for reports. */
export function reportOf(ended: Ended): HuntReport {
  const { order, symptom } = ended
  return {
    schema: currentSchema,
    tool: order.tool,
    command: order.command,
    case: ended.case.id,
    title: ended.case.title,
    symptom,
    bound: order.bound,
    edges: [edgeOf(ended)],
    range: { before: nameOf(ended, ended.ground.before), after: nameOf(ended, ended.ground.after) },
    steps: stepsOf(ended),
    notes: [...order.notes, ...unchecked(ended)],
    totals: totalsOf(ended),
    ...(order.origin.kind === 'git' ? { buildCommand: order.origin.build } : {}),
    reproduction: ended.reproduction,
  }
}

function edgeOf(ended: Ended): HuntEdge {
  const { order, found, range, symptom } = ended
  const names = found.among.map(id => nameOf(ended, id))
  const [before, ...alsoBefore] = found.before.map(id => sideOf(ended, id, 'before'))
  const [after] = found.after.map(id => sideOf(ended, id, 'after'))
  const nobody = { outcome: 'skip', runs: 0, shown: 0, because: 'none could be run', findings: [] } as const
  const [from, to] = range.hunt === 'first-bad' ? (['pass', symptom] as const) : ([symptom, 'pass'] as const)
  return {
    ...{ from, to },
    ...(names.length === 1 ? names[0] : { oneOf: names }),
    // The runs may say more, if the bug behaves as is assumed: what holds in simulated hunts is the bound.
    confidence: Math.min(rounded(found.confidence), 1 - order.bound),
    ...{ before: before ?? nobody, after: after ?? nobody, alsoBefore },
  }
}

/** Parents that should have been run once more, and could not. */
function unchecked(ended: Ended): string[] {
  const { events, symptom, ground, found } = ended
  const evidence = evidenceOf(events, symptom, ground.rules)
  return found.before
    .filter(id => recordOf(evidence, id).skipped !== null)
    .map(
      id =>
        `${nameText(nameOf(ended, id), id)}, a parent of it, could not be run: how it behaves is not known`,
    )
}

function nameOf({ names }: Ended, id: string): RevisionName {
  return names.get(id) ?? { rev: id }
}

function sideOf(ended: Ended, id: string, where: 'before' | 'after'): HuntSide {
  const { events, symptom, ground, range } = ended
  const { runs, shown, skipped } = recordOf(evidenceOf(events, symptom, ground.rules), id)
  const hasBug = (where === 'after') === (range.hunt === 'first-bad')
  const all = events.flatMap(event => (event.kind === 'ran' && event.id === id ? [event] : []))
  const typical = all.findLast(ran => answerOf(ran, symptom) === (hasBug ? 'shown' : 'clean')) ?? all.at(-1)
  const commandLine = typical?.dir === undefined ? undefined : ended.commandLine(typical.dir)
  // Parsed, it has the fields of a side, and not those that only the log of a hunt has.
  return parse(side, {
    ...nameOf(ended, id),
    ...(typical ?? { outcome: 'skip', because: skipped ?? 'it was not run', findings: [] }),
    ...{ runs, shown },
    ...(skipped !== null && { skipped }),
    ...(commandLine !== undefined && { commandLine }),
  })
}

/** Events in a row about one revision, to one purpose, are one step. */
function stepsOf(ended: Ended): HuntStep[] {
  const steps: { id: string; to: Ran['to']; events: HuntEvent[]; until: number }[] = []
  let built: HuntEvent[] = []
  for (const [index, event] of ended.events.entries()) {
    if (event.kind === 'built') built.push(event)
    if (event.kind !== 'ran' && event.kind !== 'unfit') continue
    const last = steps.at(-1)
    const { to } = event
    if (last !== undefined && last.id === event.id && last.to === to && built.length === 0) {
      last.events.push(event)
      last.until = index + 1
    } else {
      steps.push({ id: event.id, to, events: [...built, event], until: index + 1 })
    }
    built = []
  }
  return steps.map(({ id, to, events, until }) => stepOf(ended, id, to, events, ended.events.slice(0, until)))
}

function stepOf(ended: Ended, id: string, to: Ran['to'], events: History, sofar: History): HuntStep {
  const ran = events.flatMap(event => (event.kind === 'ran' ? [event] : []))
  const builds = events.flatMap(event =>
    event.kind === 'unfit' || (event.kind === 'built' && !event.cached) ? event.seconds : [],
  )
  const buildSeconds = builds.reduce((a, b) => a + b, 0)
  const doubt = doubtOf(ended, id, sofar)
  const place = ended.ground.graph.indexOf.get(id)
  return {
    ...nameOf(ended, id),
    ...(place === undefined ? {} : { place: place + 1 }),
    to,
    ...outcomeOf(ended, ran, events),
    runs: ran.length,
    ...(buildSeconds === 0 ? {} : { buildSeconds: tenths(buildSeconds) }),
    seconds: tenths(ran.reduce((sum, { seconds }) => sum + seconds, 0)),
    ...(doubt === null ? {} : { doubt }),
  }
}

function outcomeOf(
  { symptom }: Ended,
  ran: readonly Ran[],
  events: History,
): Pick<HuntStep, 'outcome' | 'symptom' | 'shown' | 'because' | 'tail'> {
  const listeners = (answer: 'shown' | 'clean') => ran.filter(one => answerOf(one, symptom) === answer)
  const shown = listeners('shown')
  const worst = shown.at(-1)
  if (worst !== undefined) return { outcome: 'fail', symptom, shown: shown.length, because: worst.because }
  const clean = listeners('clean').at(-1)
  if (clean !== undefined) return { outcome: 'pass', shown: 0, because: clean.because }
  const unfit = events.find(event => event.kind === 'unfit')
  const last = ran.at(-1)
  return {
    outcome: 'skip',
    shown: 0,
    because: unfit?.why ?? (last === undefined ? 'not run' : untoldText(last)),
    ...(unfit?.tail === undefined ? {} : { tail: unfit.tail }),
  }
}

/** The chance that a revision is on the other side, by the events so far; null before the ends were settled. */
function doubtOf({ range, symptom, ground }: Ended, id: string, sofar: History): number | null {
  const index = range.graph.indexOf.get(id)
  if (index === undefined || !sofar.some(event => event.kind === 'settled')) return null
  const evidence = evidenceOf(sofar, symptom, ground.rules)
  const after = massBelow(range.graph, posterior(range, evidence))[index] ?? 0
  return rounded(Math.max(0, Math.min(after, 1 - after)))
}

function totalsOf({ ground, events }: Ended): HuntReport['totals'] {
  const builds = events.flatMap(event => (event.kind === 'built' && !event.cached ? event.seconds : []))
  const failed = events.flatMap(event => (event.kind === 'unfit' && event.seconds > 0 ? event.seconds : []))
  const runs = events.flatMap(event => (event.kind === 'ran' ? event.seconds : []))
  const sum = (seconds: readonly number[]) => tenths(seconds.reduce((a, b) => a + b, 0))
  return {
    revisions: ground.graph.ids.length,
    builds: builds.length + failed.length,
    buildSeconds: sum([...builds, ...failed]),
    runs: runs.length,
    runSeconds: sum(runs),
  }
}

function tenths(seconds: number): number {
  return Math.round(seconds * 10) / 10
}

/** Four digits that mean something, of what is near 0 or near 1. */
function rounded(chance: number): number {
  return chance > 0.5 ? 1 - Number((1 - chance).toPrecision(2)) : Number(chance.toPrecision(2))
}
