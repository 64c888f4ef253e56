import type { Symptom } from '../../model/contract/verdict.ts'
import type { LogEvents, Ran } from '../log.ts'
import { nothing, type Tally } from './odds.ts'
import type { Rules } from './rules.ts'

/**
 * What one run tells about a revision: the symptom showed; nothing failed; something else failed, which may hide the
 * symptom; no answer.
 */
export type Answer = 'shown' | 'clean' | 'other' | 'nothing'

/** All answers of one revision. */
export interface RevisionResults extends Tally {
  /** Runs without an answer. Another failure counts as two: it is likely to come again. */
  readonly unanswered: number
  /** Why it is skipped; null where it is not. */
  readonly skipped: string | null
}

/** The results so far, by revision. */
export type Evidence = ReadonlyMap<string, RevisionResults>

const noResults: RevisionResults = { ...nothing, unanswered: 0, skipped: null }

export function resultsOf(evidence: Evidence, id: string): RevisionResults {
  return evidence.get(id) ?? noResults
}

/**
 * The evidence with one more run in it. A revision with too many runs without an answer is skipped, and `why` says so;
 * the more answers it gave, the more such runs it is allowed.
 */
export function withAnswer(
  evidence: Evidence,
  id: string,
  answer: Answer,
  { retries }: Rules,
  why: string,
): Evidence {
  const results = resultsOf(evidence, id)
  if (answer === 'shown' || answer === 'clean') {
    const shown = results.shown + (answer === 'shown' ? 1 : 0)
    return new Map(evidence).set(id, { ...results, shown, runs: results.runs + 1 })
  }
  const unanswered = results.unanswered + (answer === 'other' ? 2 : 1)
  const skipped = results.skipped ?? (unanswered > retries + results.runs ? why : null)
  return new Map(evidence).set(id, { ...results, unanswered, skipped })
}

/** The evidence with a revision skipped from now on. */
export function withSkip(evidence: Evidence, id: string, why: string): Evidence {
  return new Map(evidence).set(id, { ...resultsOf(evidence, id), skipped: why })
}

/** What the events of a log tell about each revision and that symptom. */
export function evidenceOf(events: LogEvents, symptom: Symptom | null, rules: Rules): Evidence {
  let evidence: Evidence = new Map()
  for (const event of events) {
    if (event.kind === 'unfit') evidence = withSkip(evidence, event.id, event.why)
    if (event.kind !== 'ran') continue
    const why = noAnswerText(event)
    evidence = withAnswer(evidence, event.id, answerOf(event, symptom), rules, why)
    if (event.outcome === 'skip') evidence = withSkip(evidence, event.id, why)
  }
  return evidence
}

/** Whether a revision can be run once more. */
export function isTestable(evidence: Evidence, { mostRuns }: Rules, id: string): boolean {
  const { skipped, runs } = resultsOf(evidence, id)
  return skipped === null && runs < mostRuns
}

/** What one run tells about that symptom. Another failure is another bug, and may hide this one. */
export function answerOf(
  { outcome, symptom }: Pick<Ran, 'outcome' | 'symptom'>,
  wanted: Symptom | null,
): Answer {
  switch (outcome) {
    case 'pass':
      return 'clean'
    case 'fail':
      return symptom !== undefined && symptom === wanted ? 'shown' : 'other'
    case 'inconclusive':
    case 'error':
    case 'skip':
      return 'nothing'
  }
}

/** Why a run gave no answer: `another failure (crash): QEMU died`. */
export function noAnswerText({
  outcome,
  symptom,
  because,
}: Pick<Ran, 'outcome' | 'symptom' | 'because'>): string {
  const what = outcome === 'fail' ? `another failure (${symptom ?? 'no symptom'})` : outcome
  return `${what}: ${because}`
}
