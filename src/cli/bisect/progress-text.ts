import type { LogEvent, LogEvents } from '../../bisect/log.ts'
import { estimateOf } from '../../bisect/search/estimate.ts'
import type { Search } from '../../bisect/search/search.ts'
import { type Purpose, type RevisionName, revisionText } from '../../model/contract/bisect-report.ts'
import { escaped } from '../../model/value/escaped.ts'
import { plural } from '../../model/value/plural.ts'
import { timeText } from '../../model/value/time-text.ts'
import { purposeText } from '../../report/bisect/bisect-text.ts'

/** A progress line for an event of the log; null where there is nothing to show. */
export function eventText(event: LogEvent): string | null {
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
      return `Found ${event.from} → ${event.to}: ${event.among.length === 1 ? escaped(event.among[0] ?? '').slice(0, 12) : `one of ${event.among.length} revisions`}`
    case 'skipped':
      return `Skipped ${plural(event.ids.length, 'revision')}: ${event.named.map(escaped).join(' ')}`
    case 'order':
    case 'resumed':
      return null
  }
}

/** The line before each step: the revision, the purpose, and an estimate of what is left. */
export function stepText(to: Purpose, name: RevisionName, search: Search, events: LogEvents): string {
  const { steps, runs, seconds } = estimateOf(search, events)
  const left = `about ${plural(steps, 'step')} and ${plural(runs, 'run')} left`
  const time = seconds === null ? '' : `, ${timeText(seconds)}`
  return `${purposeText[to]} ${escaped(revisionText(name))} · ${left}${time}`
}
