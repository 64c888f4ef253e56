import type { History } from './observation.ts'
import type { GuestFile, Payload } from './payload.ts'
import type { Finding } from './verdict.ts'

/** A pure judge: reads the journal and nothing else. Doubt is `inconclusive`. */
export interface Expectation {
  readonly name: string
  /** What the host must have read in the end, if this is what it judges: printed on paper too. */
  readonly wants?: readonly (Payload | GuestFile)[]
  /** By how many bytes QEMU's memory may grow, if this is what it judges: the printed script judges it, too. */
  readonly mostGrowth?: number
  judge(history: History): Omit<Finding, 'name'>
}
