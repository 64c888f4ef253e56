import type { OutcomeClass } from '../../model/contract/bisect-report.ts'
import type { LogEvent, LogEvents, Ran } from '../log.ts'
import { answered, begun, built, type Search, type SearchInput, skipped } from './search.ts'

/** The search after these events. It depends on the log alone, so that an interrupted bisection can be resumed. */
export function searchAfter(input: SearchInput, events: LogEvents): Search {
  return events.reduce(withEvent, begun(input))
}

/**
 * The search after one more event of the log. Only builds, runs and skips count: the events about ends and edges follow
 * from them, and would contradict them if lines were deleted.
 */
export function withEvent(search: Search, event: LogEvent): Search {
  switch (event.kind) {
    case 'built':
      return event.cached ? search : built(search)
    case 'unfit':
      return skipped(event.seconds > 0 ? built(search) : search, [event.id], event.why)
    case 'skipped':
      return skipped(search, event.ids, `bisect skip ${event.named.join(' ')}`)
    case 'ran':
      return event.outcome === 'skip'
        ? skipped(search, [event.id], noAnswerText(event))
        : answered(search, event.id, classOfRun(event), noAnswerText(event))
    case 'order':
    case 'resumed':
    case 'settled':
    case 'edge':
      return search
  }
}

/** The class of one run; null for one without an answer. */
export function classOfRun({ outcome, symptom }: Pick<Ran, 'outcome' | 'symptom'>): OutcomeClass | null {
  switch (outcome) {
    case 'pass':
      return 'pass'
    case 'fail':
      return symptom ?? 'fail'
    case 'inconclusive':
    case 'error':
    case 'skip':
      return null
  }
}

/** Why a run gave no answer: `inconclusive: the host was starved`. */
export function noAnswerText({ outcome, because }: Pick<Ran, 'outcome' | 'because'>): string {
  return `${outcome}: ${because}`
}
