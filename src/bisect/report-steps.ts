import type { BisectSide, BisectStep, Purpose, RevisionName } from '../model/contract/bisect-report.ts'
import type { LogEvent, LogEvents, Ran } from './log.ts'
import {
  type Answers,
  classOf,
  evidenceOf,
  noAnswers,
  plusOne,
  type RevisionAnswers,
  tallyOf,
} from './search/evidence.ts'
import { massBelow } from './search/graph.ts'
import { classOfRun, noAnswerText, withEvent } from './search/logged-search.ts'
import { posterior } from './search/posterior.ts'
import { begun, type Search, type SearchInput } from './search/search.ts'

/** Consecutive events of the log, all about one revision and one purpose. */
interface Group {
  readonly id: string
  readonly to: Purpose
  readonly events: LogEvent[]
  /** The search before its last event, and after it. */
  before: Search
  after: Search
}

/** The steps of a bisection, in the order of the runs. */
export function stepsOf(
  input: SearchInput,
  events: LogEvents,
  nameOf: (id: string) => RevisionName,
): BisectStep[] {
  const groups: Group[] = []
  let builds: LogEvent[] = []
  let search = begun(input)
  for (const event of events) {
    const before = search
    search = withEvent(search, event)
    if (event.kind === 'built') builds.push(event)
    if (event.kind !== 'ran' && event.kind !== 'unfit') continue
    const last = groups.at(-1)
    const { id, to } = event
    if (builds.length === 0 && last?.id === id && last.to === to) {
      last.events.push(event)
      last.before = before
      last.after = search
    } else groups.push({ id, to, events: [...builds, event], before, after: search })
    builds = []
  }
  return groups.map(group => ({ ...nameOf(group.id), ...stepOf(group) }))
}

function stepOf({ id, to, events, before, after }: Group): BisectStep {
  const ran = events.flatMap(event => (event.kind === 'ran' ? [event] : []))
  const builds = buildSecondsOf(events)
  const doubt = doubtOf(before, after.answers, id)
  const index = after.input.graph.indexOf.get(id)
  return {
    ...(index !== undefined && { place: index + 1 }),
    to,
    ...verdictOf(ran, events),
    runs: ran.length,
    ...(builds.length > 0 && { buildSeconds: sumOf(builds) }),
    seconds: sumOf(ran.map(({ seconds }) => seconds)),
    ...(doubt !== null && { doubt }),
  }
}

function verdictOf(
  ran: readonly Ran[],
  events: LogEvents,
): Pick<BisectStep, 'outcome' | 'symptom' | 'shown' | 'classes' | 'because' | 'tail'> {
  const own = ran.flatMap(run => classOfRun(run) ?? []).reduce(plusOne, noAnswers)
  const main = classOf(own)
  const typical = ran.findLast(run => classOfRun(run) === main)
  if (typical !== undefined) {
    const { outcome, symptom, because } = typical
    const shown = main === 'pass' ? 0 : tallyOf(own, main).shown
    return { outcome, ...(symptom !== undefined && { symptom }), shown, ...classesOf(own), because }
  }
  const unfit = events.find(event => event.kind === 'unfit')
  const last = ran.at(-1)
  return {
    ...{ outcome: 'skip', shown: 0 },
    because: unfit?.why ?? (last === undefined ? 'not run' : noAnswerText(last)),
    ...(unfit?.tail !== undefined && { tail: unfit.tail }),
  }
}

/** How many runs of a revision ended in each class, the most frequent first; no field without an answer. */
export function classesOf({ runs }: RevisionAnswers): Pick<BisectSide, 'classes'> {
  const order = [...runs].toSorted(([, a], [, b]) => b - a)
  return order.length === 0 ? {} : { classes: order.map(([outcome, runs]) => ({ class: outcome, runs })) }
}

/** The chance that a revision is on the other side of the edge sought; null until the ends were known to differ. */
function doubtOf({ open: [stretch] }: Search, answers: Answers, id: string): number | null {
  const index = stretch?.graph.indexOf.get(id)
  if (stretch === undefined || stretch.sought === null || index === undefined) return null
  const { goal, failure } = stretch.sought
  const weights = posterior({ ...stretch, goal }, evidenceOf(answers, failure))
  const after = massBelow(stretch.graph, weights)[index] ?? 0
  return rounded(Math.max(0, Math.min(after, 1 - after)))
}

/** How long each build took, in seconds; failed ones are included, cached ones are not. */
export function buildSecondsOf(events: LogEvents): number[] {
  return events.flatMap(event =>
    (event.kind === 'built' && !event.cached) || (event.kind === 'unfit' && event.seconds > 0)
      ? event.seconds
      : [],
  )
}

/** The sum in seconds, rounded to a tenth. */
export function sumOf(seconds: readonly number[]): number {
  return Math.round(seconds.reduce((a, b) => a + b, 0) * 10) / 10
}

/** A chance from 0 to 1, rounded to two significant digits of its distance from 0 or 1, whichever is nearer. */
export function rounded(chance: number): number {
  return chance > 0.5 ? 1 - Number((1 - chance).toPrecision(2)) : Number(chance.toPrecision(2))
}
