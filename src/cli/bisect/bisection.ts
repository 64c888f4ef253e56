import { bisect } from '../../bisect/bisection.ts'
import type { LogEvent, LogEvents, Settings } from '../../bisect/log.ts'
import { reportOf } from '../../bisect/report.ts'
import { graphOf } from '../../bisect/search/graph.ts'
import { refusalOf } from '../../bisect/search/refusal.ts'
import { usualRules } from '../../bisect/search/rules.ts'
import { edgesOf, isSearched } from '../../bisect/search/search.ts'
import { type Source, Untestable } from '../../bisect/source.ts'
import { type BisectReport, isNamed, type RevisionName } from '../../model/contract/bisect-report.ts'
import { UsageError } from '../../model/errors.ts'
import type { OnProgress } from '../../model/progress-event.ts'
import { shortened } from '../../model/value/shortened.ts'
import { caseNamed } from '../../plan/catalogue.ts'
import { cleanUp } from '../clean-up.ts'
import { type BisectGuests, bisectGuests } from './bisect-guests.ts'
import { type BisectTexts, bisectTexts, keptEvidence } from './bisect-reports.ts'
import { openSource } from './bisect-source.ts'
import type { BisectionFolder } from './bisection-folder.ts'
import { eventText, stepText } from './progress-text.ts'

const scriptFile = 'reproduction.sh'

/**
 * Bisects in a folder, from the end of its log, until the change is found. Resolves with the exit code: 0 found, 2 narrowed
 * down to several, or to one that --max-builds left unchecked, or a part was not searched to its end. Throws UsageError for ends between which there is nothing to find.
 */
export async function runBisection(
  folder: BisectionFolder,
  writeReports: (texts: BisectTexts) => void,
  onProgress: OnProgress,
  signal: AbortSignal,
): Promise<number> {
  await cleanUp(onProgress)
  folder.take()
  const { settings, events } = folder.read()
  for (const note of settings.notes) onProgress(`Note: ${note}`)
  const source = await openSource(settings, folder, onProgress, signal)
  onProgress(
    `Bisection ${folder.id}: ${source.revisions.length} revisions; the log is ${folder.file('log.jsonl')}`,
  )
  checkIds(events, source)
  try {
    const { report, isWhole } = await reportFrom(folder, settings, events, source, onProgress, signal)
    const isScript = report.reproduction.startsWith('#!')
    const texts = bisectTexts(report, folder.all, isScript ? folder.file(scriptFile) : null)
    // report.json comes last: with it the bisection is over.
    folder.finish({
      ...(isScript ? { [scriptFile]: report.reproduction } : {}),
      ...{ 'report.md': texts.markdown, 'report.html': texts.html, 'report.json': texts.json },
    })
    onProgress(`The report is ${folder.file('report.md')}, with report.html and report.json beside it`)
    await source.close(signal)
    writeReports(texts)
    return isWhole && report.edges.every(isNamed) ? 0 : 2
  } catch (error) {
    if (error instanceof UsageError) {
      folder.finish({ refused: `${error.message}\n` })
      await source.close(signal)
    }
    if (signal.aborted) {
      const command = `chardev-fc bisect resume ${folder.id}`
      onProgress(
        `Interrupted. Continue with ${command}, or give up with chardev-fc bisect reset ${folder.id}`,
      )
    }
    throw error
  }
}

/** Throws UsageError for a log that does not match the history, because either was edited. */
function checkIds(events: LogEvents, { revisions, before }: Source): void {
  const known = new Set([before, ...revisions.flatMap(({ id, parents }) => [id, ...parents])])
  const ids = events.flatMap(event => ('id' in event ? event.id : 'ids' in event ? event.ids : []))
  const unknown = ids.find(id => !known.has(id))
  if (unknown === undefined) return
  throw new UsageError(
    `expected the log of a bisection of this history, but it has a run of ${shortened(unknown)}, which is not between the ends; remove that line`,
  )
}

async function reportFrom(
  folder: BisectionFolder,
  settings: Settings,
  logged: LogEvents,
  source: Source,
  onProgress: OnProgress,
  signal: AbortSignal,
): Promise<{ readonly report: BisectReport; readonly isWhole: boolean }> {
  const played = await caseNamed(settings.case)
  const { hunt: goal, symptom, bound, mostRuns, mostBuilds = null } = settings
  const rules = { ...usualRules, bound, mostRuns }
  const { before, after } = source
  const input = { graph: graphOf(source.revisions), before, after, goal, symptom, rules, mostBuilds }
  const events = [...logged]
  const guests = bisectGuests(played, settings.run, folder.file('runs'), onProgress, signal)
  const names = new Map<string, RevisionName>()
  const nameOf = async (id: string) => {
    const name = names.get(id) ?? (await source.nameOf(id, signal))
    names.set(id, name)
    return name
  }
  const log = (event: LogEvent) => {
    folder.append(event)
    const text = eventText(event)
    if (text !== null) onProgress(text)
  }
  if (events.length > 0) log({ at: new Date().toISOString(), kind: 'resumed' })
  const search = await bisect(
    {
      ...{ input, source, signal, log, run: guests.run },
      onStep: async (id, to, search) => onProgress(stepText(to, await nameOf(id), search, events)),
    },
    events,
  )
  const { next, answers } = search
  const { found, left } = edgesOf(search)
  const edges = [...found, ...left]
  const beside = edges.flatMap(edge => [edge.among.slice(0, mostNames), edge.before, edge.after].flat())
  for (const id of [...beside, ...answers.keys(), before, after]) await nameOf(id)
  const named = edges.flatMap(({ among }) => (among.length === 1 ? among : []))
  const releases = new Map(
    await Promise.all(named.map(async id => [id, await source.releaseOf(id, signal)] as const)),
  )
  if (next.kind === 'refuse') throw refusalOf(next, search, names)
  const [edge] = edges
  if (edge === undefined) throw new UsageError(nothingFound(settings))
  const withBug = edge.sought.goal === 'first-bad' ? [...edge.after, after] : [...edge.before, before]
  const report = reportOf({
    ...{ settings, search, events, names, releases, case: played },
    commandLine: dir => keptEvidence(folder.all, dir)?.commandLine?.trimEnd(),
    reproduction: await reproductionOn(withBug, source, guests, signal),
  })
  return { report, isWhole: isSearched(search) }
}

/** Git is asked for the names of so many of the revisions of a zone. */
const mostNames = 20

function nothingFound({ mostBuilds }: Settings): string {
  return `expected to build both ends, but --max-builds ${mostBuilds} was reached first: allow more builds`
}

/** The reproduction on the first of these revisions that can be run: some may not build, or be gone. */
async function reproductionOn(
  ids: readonly string[],
  source: Source,
  guests: BisectGuests,
  signal: AbortSignal,
): Promise<string> {
  for (const id of ids) {
    try {
      return await guests.reproduction((await source.program(id, signal)).path)
    } catch (error) {
      if (!(error instanceof Untestable)) throw error
    }
  }
  return '(No reproduction: no program with the bug can be run any more.)\n'
}
