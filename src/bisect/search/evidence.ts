import type { Symptom } from '../../model/contract/verdict.ts'
import type { Ran } from '../hunt-log.ts'
import { nothing, type Tally } from './odds.ts'
import type { Rules } from './rules.ts'

/**
 * What one run says of a revision: the symptom that is hunted was there; nothing was wrong; something else was
 * wrong, behind which the hunted one cannot be seen; nothing at all.
 */
export type Answer = 'shown' | 'clean' | 'other' | 'nothing'

/** All that was found out about one revision. */
export interface Record extends Tally {
  /** Runs that told nothing; something else that was wrong counts as two, for it will be wrong again. */
  readonly untold: number
  /** Why it is not run again. */
  readonly skipped: string | null
}

/** What was found out so far, by revision. */
export type Evidence = ReadonlyMap<string, Record>

const unknown: Record = { ...nothing, untold: 0, skipped: null }

export function recordOf(evidence: Evidence, id: string): Record {
  return evidence.get(id) ?? unknown
}

/**
 * The evidence with one more run in it. A revision that told nothing too often is skipped; the more it did tell, the
 * more patience it gets.
 */
export function withAnswer(evidence: Evidence, id: string, answer: Answer, { retries }: Rules): Evidence {
  const record = recordOf(evidence, id)
  if (answer === 'shown' || answer === 'clean') {
    const shown = record.shown + (answer === 'shown' ? 1 : 0)
    return new Map(evidence).set(id, { ...record, shown, runs: record.runs + 1 })
  }
  const untold = record.untold + (answer === 'other' ? 2 : 1)
  const skipped = record.skipped ?? (untold > retries + record.runs ? 'told nothing' : null)
  return new Map(evidence).set(id, { ...record, untold, skipped })
}

/** The evidence with a revision left out from now on. */
export function withSkip(evidence: Evidence, id: string, why: string): Evidence {
  return new Map(evidence).set(id, { ...recordOf(evidence, id), skipped: why })
}

/** Whether a revision can be run once more. */
export function isTestable(evidence: Evidence, { mostRuns }: Rules, id: string): boolean {
  const { skipped, runs } = recordOf(evidence, id)
  return skipped === null && runs < mostRuns
}

/** What one run says to a hunt for that symptom. A failure of another kind is not that bug, and hides it. */
export function answerOf(
  { outcome, symptom }: Pick<Ran, 'outcome' | 'symptom'>,
  hunted: Symptom | null,
): Answer {
  switch (outcome) {
    case 'pass':
      return 'clean'
    case 'fail':
      return symptom !== undefined && symptom === hunted ? 'shown' : 'other'
    case 'inconclusive':
    case 'error':
    case 'skip':
      return 'nothing'
  }
}

/** What a run that says nothing to the hunt did say, in words. */
export function untoldText({
  outcome,
  symptom,
  because,
}: Pick<Ran, 'outcome' | 'symptom' | 'because'>): string {
  const what = outcome === 'fail' ? `another failure (${symptom ?? 'no symptom'})` : outcome
  return `${what}: ${because}`
}
