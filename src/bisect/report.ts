import {
  type BisectEdge,
  type BisectReport,
  type BisectSide,
  type OutcomeClass,
  type RevisionName,
  revisionText,
  side,
} from '../model/contract/bisect-report.ts'
import { parse } from '../model/contract/schema.ts'
import { currentSchema } from '../model/contract/schema-version.ts'
import { plural } from '../model/value/plural.ts'
import type { LogEvents, Settings } from './log.ts'
import { buildSecondsOf, classesOf, rounded, stepsOf, sumOf } from './report-steps.ts'
import type { Edge } from './search/edge.ts'
import { answersOf, tallyOf } from './search/evidence.ts'
import { classOfRun } from './search/logged-search.ts'
import { edgesOf, type Search, type Unsearched, untouched } from './search/search.ts'

/** A bisection that found an edge, or was stopped by --max-builds while it looked for one. */
export interface Finished {
  readonly settings: Settings
  readonly search: Search
  readonly events: LogEvents
  readonly case: { readonly id: string; readonly title: string }
  readonly reproduction: string
  /** The names of all revisions that were run or found. */
  readonly names: ReadonlyMap<string, RevisionName>
  /** The first release with each revision that was found; null where there is none. */
  readonly releases: ReadonlyMap<string, string | null>
  /** The QEMU command of a kept run. */
  commandLine(dir: string): string | undefined
}

export function reportOf(finished: Finished): BisectReport {
  const { settings, events, search } = finished
  const { input } = search
  const runs = events.flatMap(event => (event.kind === 'ran' ? event.seconds : []))
  const builds = buildSecondsOf(events)
  const { found, left } = edgesOf(search)
  const [first, ...others] = [
    ...found.map(edge => edgeOf(finished, edge)),
    ...left.map(edge => ({ ...edgeOf(finished, edge), unfinished: true })),
  ]
  if (first === undefined) throw new Error('a bisection without an edge has no report')
  return {
    schema: currentSchema,
    tool: settings.tool,
    command: settings.command,
    case: finished.case.id,
    title: finished.case.title,
    ...symptomOf(settings, [...found, ...left]),
    bound: settings.bound,
    edges: [first, ...others],
    range: { before: nameOf(finished, input.before), after: nameOf(finished, input.after) },
    steps: stepsOf(input, events, id => nameOf(finished, id)),
    notes: [
      ...settings.notes,
      ...skippedByHand(events),
      ...found.flatMap(edge => unchecked(finished, edge)),
      ...gaps(finished),
    ],
    totals: {
      revisions: input.graph.ids.length,
      builds: builds.length,
      buildSeconds: sumOf(builds),
      runs: runs.length,
      runSeconds: sumOf(runs),
    },
    ...(settings.origin.kind === 'git' ? { buildCommand: settings.origin.build } : {}),
    reproduction: finished.reproduction,
  }
}

/** The symptom that was asked for, or that of the only edge. */
function symptomOf({ symptom }: Settings, [edge, ...others]: readonly Edge[]): Pick<BisectReport, 'symptom'> {
  if (symptom !== null) return { symptom }
  const failure = edge?.sought.failure
  return failure === undefined || failure === 'fail' || others.length > 0 ? {} : { symptom: failure }
}

function edgeOf(finished: Finished, edge: Edge): BisectEdge {
  const { settings, releases } = finished
  const [id = ''] = edge.among
  const release = releases.get(id) ?? null
  const names = edge.among.map(id => nameOf(finished, id))
  const [before, ...alsoBefore] = edge.before.map(id => sideOf(finished, edge, id, edge.from))
  const [after] = edge.after.map(id => sideOf(finished, edge, id, edge.to))
  const none = { outcome: 'skip', runs: 0, shown: 0, because: 'none could be run', findings: [] } as const
  return {
    ...{ from: edge.from, to: edge.to },
    ...(names.length === 1 ? names[0] : { oneOf: names }),
    ...(release !== null && edge.among.length === 1 && { release }),
    // The posterior may be higher, but rests on the prior; simulations confirm only the bound.
    confidence: Math.min(rounded(edge.confidence), 1 - settings.bound),
    ...{ before: before ?? none, after: after ?? none, alsoBefore },
  }
}

function skippedByHand(events: LogEvents): string[] {
  return events.flatMap(event =>
    event.kind === 'skipped'
      ? `skipped by hand: ${event.named.join(' ')} (${plural(event.ids.length, 'revision')})`
      : [],
  )
}

/** The change and its parents, which should have been checked, but were skipped. */
function unchecked(finished: Finished, { among, before }: Edge): string[] {
  const isUnchecked = (id: string) => answersOf(finished.search.answers, id).skipped !== null
  const text = (id: string) =>
    `${revisionText(nameOf(finished, id))} could not be run: its verdict is not known`
  const [change = '', ...others] = among
  return [
    ...(others.length === 0 && isUnchecked(change) ? [`the change ${text(change)}`] : []),
    ...before.filter(isUnchecked).map(id => `its parent ${text(id)}`),
  ]
}

/** The parts of the history that were not searched to their end. */
function gaps(finished: Finished): string[] {
  const { search } = finished
  const between = ({ stretch }: Pick<Unsearched, 'stretch'>) =>
    `between ${revisionText(nameOf(finished, stretch.before))} and ${revisionText(nameOf(finished, stretch.after))}`
  return [
    ...search.unsearched.map(part => `${between(part)} the runs do not tell where the verdict changes`),
    ...untouched(search).map(
      stretch => `${between({ stretch })} nothing was searched: the limit of --max-builds was reached`,
    ),
  ]
}

function nameOf({ names }: Finished, id: string): RevisionName {
  return names.get(id) ?? { rev: id }
}

/** A revision next to an edge, with a run of the class that it should have. */
function sideOf(finished: Finished, edge: Edge, id: string, expected: OutcomeClass): BisectSide {
  const { events, search } = finished
  const own = answersOf(search.answers, id)
  const { skipped } = own
  const all = events.flatMap(event => (event.kind === 'ran' && event.id === id ? [event] : []))
  const typical =
    all.findLast(run => classOfRun(run) === expected) ??
    all.findLast(run => classOfRun(run) !== null) ??
    all.at(-1)
  const commandLine = typical?.dir === undefined ? undefined : finished.commandLine(typical.dir)
  // Parsing drops the fields that only the log has.
  return parse(side, {
    ...nameOf(finished, id),
    ...(typical ?? { outcome: 'skip', because: skipped ?? 'it was not run', findings: [] }),
    ...tallyOf(own, edge.sought.failure),
    ...classesOf(own),
    ...(skipped !== null && { skipped }),
    ...(commandLine !== undefined && { commandLine }),
  })
}
