import type { History } from './observation.ts'

/** What was kept of a played cell beside its result. */
export interface Kept {
  /** Empty when no journal was kept, or none that can be read. */
  readonly history: History
  /** Why the journal could not be read. */
  readonly trouble?: string
  /** The command line of its QEMU. */
  readonly commandLine?: string
  /** What a person would type. */
  readonly reproduction?: string
  /** The same as one script. */
  readonly script?: string
}
