import type { RevisionName } from '../model/contract/bisect-report.ts'
import type { Revision } from './search/graph.ts'

/** A program to run. */
export interface Program {
  readonly path: string
  /** How long its build took; 0 if it was cached. */
  readonly seconds: number
  /** Whether it was built before. */
  readonly cached: boolean
}

/** Why a revision cannot be run: its build failed, or its QEMU does not start. It is skipped, and gets no verdict. */
export class Untestable extends Error {
  override readonly name = 'Untestable'
  /** How long its build took; 0 if it is not the build that failed. */
  readonly seconds: number
  /** The last lines of the output of the build; null if it is not the build that failed. */
  readonly tail: string | null

  constructor(why: string, seconds = 0, tail: string | null = null) {
    super(why)
    this.seconds = seconds
    this.tail = tail
  }
}

/** Where revisions come from: a git history, or a list of QEMUs. */
export interface Source {
  /** The revisions that may be the change; all others are ancestors of the last. */
  readonly revisions: readonly Revision[]
  readonly before: string
  readonly after: string
  /** Builds the program if necessary. Rejects with Untestable, or with the signal's reason. */
  program(id: string, signal: AbortSignal): Promise<Program>
  nameOf(id: string, signal: AbortSignal): Promise<RevisionName>
  /** The first release with a revision; null if there is none, or it is not known. */
  releaseOf(id: string, signal: AbortSignal): Promise<string | null>
  /** Removes what is needed only while the bisection runs. */
  close(signal: AbortSignal): Promise<void>
}
