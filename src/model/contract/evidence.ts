import type { History } from './observation.ts'

/** The files of a played cell's texts, in its run directory and among results. */
export const evidenceFiles = {
  /** The command line of its QEMU. */
  commandLine: { name: 'command-line', mode: 0o666 },
  /** What a person would type. */
  reproduction: { name: 'reproduction', mode: 0o666 },
  /** The same as one script. */
  script: { name: 'reproduce.sh', mode: 0o755 },
} as const

/** The texts of a played cell; one is missing when the run did not get that far. */
export type EvidenceTexts = { readonly [Text in keyof typeof evidenceFiles]?: string }

/** What a played cell leaves beside its result. */
export interface Evidence extends EvidenceTexts {
  /** Empty when there is no journal, or none that can be read. */
  readonly history: History
  /** Why the journal could not be read. */
  readonly problem?: string
}
