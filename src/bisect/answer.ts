import type { Symptom } from '../model/verdict.ts'
import type { Answer } from './evidence.ts'
import type { Ran } from './hunt-log.ts'

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

/** What a run that says nothing to the hunt did say, for people. */
export function untoldText({
  outcome,
  symptom,
  because,
}: Pick<Ran, 'outcome' | 'symptom' | 'because'>): string {
  const what = outcome === 'fail' ? `another failure (${symptom ?? 'no symptom'})` : outcome
  return `${what}: ${because}`
}
