import type { History } from '../contract/observation.ts'
import type { Finding } from '../contract/verdict.ts'

/** The moments of a printed script (`show CASE --script`) at which an expectation can check something. */
export const moments = [
  /** QEMU has ended, with `$status`. */
  'exit',
  /** No beat has arrived for longer than the limit. */
  'silence',
  /** The host has been idle since `$REST_FROM`, and beats kept arriving. */
  'rest',
  /** The host sends, and the chardev accepts no more after `$sent` bytes; QEMU's memory has grown by `$grown`. */
  'unsent',
  /** Nothing moves, whether the host reads or not. */
  'standstill',
  /** Nothing moves, although the host reads everything. */
  'reading',
  /** The case ran to its end. */
  'end',
] as const

/**
 * What it checks then, as shell text. `fail SYMPTOM TEXT` ends the script, and so does `inconclusive TEXT`; `doubt TEXT`
 * and `prove TEXT` are for its last line (src/reproduce/script/*.sh).
 */
export type Checks = { readonly [Moment in (typeof moments)[number]]?: string }

/** What a judge returns. */
export type Judged = Omit<Finding, 'name'>

/** One expectation with its two faces: the judge, and what the printed script checks, more coarsely. */
export interface Expectation {
  readonly name: string
  /**
   * A pure judge: reads what was observed of one port, and nothing else. Doubt is `inconclusive`. `whole`: the journal
   * with all ports, if there are several.
   */
  judge(history: History, whole?: History): Judged
  /** The further port of the case that it is about; without, the port under test. */
  readonly port?: string
  /** Without them the printed script says that it does not judge this. */
  readonly checks?: Checks
  /** The same for a further port, by its name; what was read there: see `readVariable`. */
  checksBeside?(port: string): Checks
  /** What a user types on the host at the end to check it, with the answer; `data`: Python for all that was read. */
  typed?(data: string): readonly string[]
}
