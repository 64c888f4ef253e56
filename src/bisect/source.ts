import type { RevisionName } from '../model/contract/hunt-report.ts'
import type { Revision } from './search/graph.ts'

/** A program to run, and what it took to have it. */
export interface Program {
  readonly path: string
  readonly seconds: number
  /** It was there, nothing was built. */
  readonly cached: boolean
}

/** Why there is no program of a revision: a build that failed, a QEMU that does not start. Not a verdict. */
export class Unfit extends Error {
  override readonly name = 'Unfit'
  readonly seconds: number
  /** The end of what the build said. */
  readonly tail: string | null

  constructor(why: string, seconds = 0, tail: string | null = null) {
    super(why)
    this.seconds = seconds
    this.tail = tail
  }
}

/** Where revisions come from. */
export interface Source {
  /** The revisions among which the change is; the last has all others among its ancestors. */
  readonly revisions: readonly Revision[]
  readonly before: string
  readonly after: string
  /** Builds the program where need be. Rejects with Unfit, or with the signal's reason. */
  program(id: string, signal: AbortSignal): Promise<Program>
  /** What a revision is called, for the console. */
  named(id: string, signal: AbortSignal): Promise<RevisionName>
  /** Gives back what only a hunt that goes on needs. */
  close(signal: AbortSignal): Promise<void>
}
