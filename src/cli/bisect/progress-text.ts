import type { LogEvent, LogEvents } from '../../bisect/log.ts'
import { estimateOf } from '../../bisect/search/estimate.ts'
import type { Search } from '../../bisect/search/search.ts'
import { type Purpose, type RevisionName, revisionText } from '../../model/contract/bisect-report.ts'
import { escaped } from '../../model/value/escaped.ts'
import { plural } from '../../model/value/plural.ts'
import { timeText } from '../../model/value/time-text.ts'
import { purposeText } from '../../report/bisect/bisect-text.ts'

type Names = ReadonlyMap<string, RevisionName>

/** A progress line for an event of the log; null where there is nothing to show. `names`: those known so far. */
export function eventText(event: LogEvent, names: Names = new Map()): string | null {
  switch (event.kind) {
    case 'built':
      return event.cached || event.seconds === 0 ? null : `  built in ${timeText(event.seconds)}`
    case 'unfit':
      return [
        `  skipped: ${escaped(event.why)}`,
        ...(event.tail?.split('\n') ?? []).map(line => `    | ${escaped(line)}`),
      ].join('\n')
    case 'ran':
      return `  ${event.symptom ?? event.outcome} · ${timeText(event.seconds)} · ${escaped(event.because)}`
    case 'settled':
      return `Looking for where ${event.symptom} ${event.hunt === 'first-bad' ? 'begins' : 'ends'}`
    case 'edge':
      return `Found ${event.from} → ${event.to}: ${whereText(event.among, names)}`
    case 'skipped':
      return `Skipped ${plural(event.ids.length, 'revision')}: ${event.named.map(escaped).join(' ')}`
    case 'order':
    case 'resumed':
      return null
  }
}

function whereText([id = '', ...others]: readonly string[], names: Names): string {
  if (others.length > 0) return `one of ${others.length + 1} revisions`
  // In a list the id is a path, of which the beginning says nothing.
  return escaped(revisionText(names.get(id) ?? (id.startsWith('/') ? { version: id } : { rev: id })))
}

/** The line before each step: the revision, the purpose, and an estimate of what is left. */
export function stepText(to: Purpose, name: RevisionName, search: Search, events: LogEvents): string {
  const { steps, runs, seconds } = estimateOf(search, events)
  const left = `about ${plural(steps, 'step')} and ${plural(runs, 'run')} left`
  const time = seconds === null ? '' : `, ${timeText(seconds)}`
  return `${purposeText[to]} ${escaped(revisionText(name))} · ${left}${time}`
}
