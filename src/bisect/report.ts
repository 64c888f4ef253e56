import {
  type BisectEdge,
  type BisectReport,
  type BisectSide,
  type BisectStep,
  type RevisionName,
  revisionText,
  side,
} from '../model/contract/bisect-report.ts'
import { parse } from '../model/contract/schema.ts'
import { currentSchema } from '../model/contract/schema-version.ts'
import type { LogEvents, Ran, Settings } from './log.ts'
import { answerOf, evidenceOf, noAnswerText, resultsOf } from './search/evidence.ts'
import { massBelow } from './search/graph.ts'
import type { Action, SearchInput } from './search/next-action.ts'
import { posterior } from './search/posterior.ts'

/** A bisection that found the change. */
export interface Finished extends Extract<Action, { kind: 'done' }> {
  readonly settings: Settings
  readonly input: SearchInput
  readonly events: LogEvents
  readonly case: { readonly id: string; readonly title: string }
  readonly reproduction: string
  /** The names of all revisions that were run or found. */
  readonly names: ReadonlyMap<string, RevisionName>
  /** The QEMU command of a kept run. */
  commandLine(dir: string): string | undefined
}

export function reportOf(finished: Finished): BisectReport {
  const { settings, symptom, input, events } = finished
  const runs = events.flatMap(event => (event.kind === 'ran' ? event.seconds : []))
  const builds = buildSecondsOf(events)
  return {
    schema: currentSchema,
    tool: settings.tool,
    command: settings.command,
    case: finished.case.id,
    title: finished.case.title,
    symptom,
    bound: settings.bound,
    edges: [edgeOf(finished)],
    range: { before: nameOf(finished, input.before), after: nameOf(finished, input.after) },
    steps: stepsOf(finished),
    notes: [...settings.notes, ...uncheckedParents(finished)],
    totals: {
      revisions: input.graph.ids.length,
      builds: builds.length,
      buildSeconds: sum(builds),
      runs: runs.length,
      runSeconds: sum(runs),
    },
    ...(settings.origin.kind === 'git' ? { buildCommand: settings.origin.build } : {}),
    reproduction: finished.reproduction,
  }
}

function edgeOf(finished: Finished): BisectEdge {
  const { settings, found, range, symptom } = finished
  const names = found.among.map(id => nameOf(finished, id))
  const [before, ...alsoBefore] = found.before.map(id => sideOf(finished, id, 'before'))
  const [after] = found.after.map(id => sideOf(finished, id, 'after'))
  const none = { outcome: 'skip', runs: 0, shown: 0, because: 'none could be run', findings: [] } as const
  const [from, to] = range.goal === 'first-bad' ? (['pass', symptom] as const) : ([symptom, 'pass'] as const)
  return {
    ...{ from, to },
    ...(names.length === 1 ? names[0] : { oneOf: names }),
    // The runs may allow a higher one, if the prior holds. Simulations confirm the bound, and no more.
    confidence: Math.min(rounded(found.confidence), 1 - settings.bound),
    ...{ before: before ?? none, after: after ?? none, alsoBefore },
  }
}

/** Parents of the change that should have been checked, but were skipped. */
function uncheckedParents(finished: Finished): string[] {
  const { events, symptom, input, found } = finished
  const evidence = evidenceOf(events, symptom, input.rules)
  return found.before
    .filter(id => resultsOf(evidence, id).skipped !== null)
    .map(id => `its parent ${revisionText(nameOf(finished, id))} could not be run: its verdict is not known`)
}

function nameOf({ names }: Finished, id: string): RevisionName {
  return names.get(id) ?? { rev: id }
}

function sideOf(finished: Finished, id: string, where: 'before' | 'after'): BisectSide {
  const { events, symptom, input, range } = finished
  const { runs, shown, skipped } = resultsOf(evidenceOf(events, symptom, input.rules), id)
  const hasBug = (where === 'after') === (range.goal === 'first-bad')
  const all = events.flatMap(event => (event.kind === 'ran' && event.id === id ? [event] : []))
  const typical = all.findLast(ran => answerOf(ran, symptom) === (hasBug ? 'shown' : 'clean')) ?? all.at(-1)
  const commandLine = typical?.dir === undefined ? undefined : finished.commandLine(typical.dir)
  // Parsing drops the fields that only the log has.
  return parse(side, {
    ...nameOf(finished, id),
    ...(typical ?? { outcome: 'skip', because: skipped ?? 'it was not run', findings: [] }),
    ...{ runs, shown },
    ...(skipped !== null && { skipped }),
    ...(commandLine !== undefined && { commandLine }),
  })
}

/** The events `start` to `end` (exclusive) of the log, all about one revision and one purpose. */
interface Group {
  readonly id: string
  readonly to: Ran['to']
  readonly start: number
  end: number
}

function stepsOf(finished: Finished): BisectStep[] {
  const groups: Group[] = []
  let built: number | undefined
  for (const [index, event] of finished.events.entries()) {
    if (event.kind === 'built') built ??= index
    if (event.kind !== 'ran' && event.kind !== 'unfit') continue
    const last = groups.at(-1)
    const { id, to } = event
    if (built === undefined && last?.id === id && last.to === to) last.end = index + 1
    else groups.push({ id, to, start: built ?? index, end: index + 1 })
    built = undefined
  }
  return groups.map(group => stepOf(finished, group))
}

function stepOf(finished: Finished, { id, to, start, end }: Group): BisectStep {
  const events = finished.events.slice(start, end)
  const ran = events.flatMap(event => (event.kind === 'ran' ? [event] : []))
  const builds = buildSecondsOf(events)
  const doubt = doubtOf(finished, id, finished.events.slice(0, end))
  const index = finished.input.graph.indexOf.get(id)
  return {
    ...nameOf(finished, id),
    ...(index !== undefined && { place: index + 1 }),
    to,
    ...outcomeOf(finished, ran, events),
    runs: ran.length,
    ...(builds.length > 0 && { buildSeconds: sum(builds) }),
    seconds: sum(ran.map(({ seconds }) => seconds)),
    ...(doubt !== null && { doubt }),
  }
}

function outcomeOf(
  { symptom }: Finished,
  ran: readonly Ran[],
  events: LogEvents,
): Pick<BisectStep, 'outcome' | 'symptom' | 'shown' | 'because' | 'tail'> {
  const shown = ran.filter(one => answerOf(one, symptom) === 'shown')
  const because = shown.at(-1)?.because
  if (because !== undefined) return { outcome: 'fail', symptom, shown: shown.length, because }
  const clean = ran.findLast(one => answerOf(one, symptom) === 'clean')
  if (clean !== undefined) return { outcome: 'pass', shown: 0, because: clean.because }
  const unfit = events.find(event => event.kind === 'unfit')
  const last = ran.at(-1)
  return {
    ...{ outcome: 'skip', shown: 0 },
    because: unfit?.why ?? (last === undefined ? 'not run' : noAnswerText(last)),
    ...(unfit?.tail !== undefined && { tail: unfit.tail }),
  }
}

/** The chance that a revision is on the other side, by those events; null before the ends were known to differ. */
function doubtOf({ range, symptom, input }: Finished, id: string, events: LogEvents): number | null {
  const index = range.graph.indexOf.get(id)
  if (index === undefined || !events.some(event => event.kind === 'settled')) return null
  const evidence = evidenceOf(events, symptom, input.rules)
  const after = massBelow(range.graph, posterior(range, evidence))[index] ?? 0
  return rounded(Math.max(0, Math.min(after, 1 - after)))
}

/** How long each build took that was not cached, failed ones included. */
function buildSecondsOf(events: LogEvents): number[] {
  return events.flatMap(event =>
    (event.kind === 'built' && !event.cached) || (event.kind === 'unfit' && event.seconds > 0)
      ? event.seconds
      : [],
  )
}

/** To a tenth of a second. */
function sum(seconds: readonly number[]): number {
  return Math.round(seconds.reduce((a, b) => a + b, 0) * 10) / 10
}

/** To two significant digits of the distance from 0 or 1, whichever is nearer. */
function rounded(chance: number): number {
  return chance > 0.5 ? 1 - Number((1 - chance).toPrecision(2)) : Number(chance.toPrecision(2))
}
