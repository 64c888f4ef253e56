import type { History } from './observation.ts'

/** The files with the texts of a cell, in its run directory and in results. */
export const evidenceFiles = {
  /** The command line of its QEMU. */
  commandLine: { name: 'command-line', mode: 0o666 },
  /** The commands to type. */
  reproduction: { name: 'reproduction', mode: 0o666 },
  /** The same as one script. */
  script: { name: 'reproduce.sh', mode: 0o755 },
} as const

/** The texts of a cell that was run; some are missing if the run did not get that far. */
export type EvidenceTexts = { readonly [Text in keyof typeof evidenceFiles]?: string }

/** What a run of a cell leaves besides its result. */
export interface Evidence extends EvidenceTexts {
  /** Empty when there is no journal, or none that can be read. */
  readonly history: History
  /** Why the journal could not be read. */
  readonly problem?: string
}
