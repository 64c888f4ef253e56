import { bisect } from '../../bisect/bisection.ts'
import type { LogEvent, LogEvents, Settings } from '../../bisect/log.ts'
import { graphOf } from '../../bisect/search/graph.ts'
import { usualRules } from '../../bisect/search/rules.ts'
import { isSearched, type SearchInput } from '../../bisect/search/search.ts'
import type { Source } from '../../bisect/source.ts'
import { type BisectReport, isNamed, type RevisionName } from '../../model/contract/bisect-report.ts'
import { UsageError } from '../../model/errors.ts'
import type { OnProgress } from '../../model/progress-event.ts'
import { plural } from '../../model/value/plural.ts'
import { shortened } from '../../model/value/shortened.ts'
import { caseNamed } from '../../plan/catalogue.ts'
import { cleanUp } from '../clean-up.ts'
import { bisectGuests } from './bisect-guests.ts'
import { type BisectTexts, bisectTexts } from './bisect-reports.ts'
import { openSource } from './bisect-source.ts'
import type { BisectionFolder } from './bisection-folder.ts'
import { reportOn } from './bisection-report.ts'
import { eventText, stepText } from './progress-text.ts'

const scriptFile = 'reproduction.sh'

/**
 * Bisects in a folder, from the end of its log, until the change is found. Resolves with the exit code: 0 found, 2
 * narrowed down to several, or to one that --max-builds left unchecked, or a part was not searched to its end. Rejects
 * with UsageError for ends between which there is nothing to find.
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
  const revisions = plural(source.revisions.length, 'revision')
  onProgress(`Bisection ${folder.id}: ${revisions}; the log is ${folder.file('log.jsonl')}`)
  try {
    checkIds(events, source)
    const { report, isWhole } = await reportFrom(folder, settings, events, source, onProgress, signal)
    const texts = finished(folder, report)
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

/** Writes the files of the report. */
function finished(folder: BisectionFolder, report: BisectReport): BisectTexts {
  const isScript = report.reproduction.startsWith('#!')
  const texts = bisectTexts(report, folder.all, isScript ? folder.file(scriptFile) : null)
  // report.json comes last: with it the bisection is over.
  folder.finish({
    ...(isScript ? { [scriptFile]: report.reproduction } : {}),
    ...{ 'report.md': texts.markdown, 'report.html': texts.html, 'report.json': texts.json },
  })
  return texts
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
  const events = [...logged]
  const guests = bisectGuests(played, settings.run, folder.file('runs'), onProgress, signal)
  const names = new Map<string, RevisionName>()
  const log = (event: LogEvent) => {
    folder.append(event)
    const text = eventText(event, names)
    if (text !== null) onProgress(text)
  }
  if (events.length > 0) log({ at: new Date().toISOString(), kind: 'resumed' })
  const search = await bisect(
    {
      ...{ input: inputOf(settings, source), source, signal, log, run: guests.run },
      onStep: async (id, to, search) => {
        const name = await source.nameOf(id, signal)
        names.set(id, name)
        onProgress(stepText(to, name, search, events))
      },
    },
    events,
  )
  const report = await reportOn(
    { search, settings, events, source, guests, played, bisections: folder.all },
    signal,
  )
  return { report, isWhole: isSearched(search) }
}

function inputOf(settings: Settings, { before, after, revisions }: Source): SearchInput {
  const { hunt: goal, symptom, bound, mostRuns, mostBuilds } = settings
  const rules = { ...usualRules, bound, mostRuns }
  return { graph: graphOf(revisions), before, after, goal, symptom, rules, mostBuilds: mostBuilds ?? null }
}
