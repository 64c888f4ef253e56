import type { History } from './observation.ts'
import type { Finding } from './verdict.ts'

/** A pure judge: reads the journal and nothing else. Doubt is `inconclusive`. */
export interface Expectation {
  readonly name: string
  judge(history: History): Omit<Finding, 'name'>
}
