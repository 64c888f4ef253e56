import { type Evidence, recordOf } from './evidence.ts'
import type { Rules } from './rules.ts'

/** Whether a revision can be run once more. */
export function isTestable(evidence: Evidence, { mostRuns }: Rules, id: string): boolean {
  const { skipped, runs } = recordOf(evidence, id)
  return skipped === null && runs < mostRuns
}
