import type { History } from './observation.ts'
import type { Finding } from './verdict.ts'

/**
 * What the printed script (`show CASE --script`) checks, as shell text, at the moments that it has. `fail SYMPTOM TEXT`
 * ends it, and so does `inconclusive TEXT`; `doubt TEXT` and `prove TEXT` are for its last line (src/run/script/*.sh).
 */
export interface Checks {
  /** QEMU has ended, with `$status`. */
  readonly exit?: string
  /** No beat came beyond the limit. */
  readonly silence?: string
  /** The host rests since `$REST_FROM`, and the guest has beaten on. */
  readonly rest?: string
  /** The host sends, and the chardev takes no more after `$sent` bytes; QEMU's memory has grown by `$grown`. */
  readonly unsent?: string
  /** Nothing moves, whether the host reads or not. */
  readonly standstill?: string
  /** Nothing moves, though the host reads whatever there is. */
  readonly reading?: string
  /** The case was played to its end. */
  readonly end?: string
}

/** One expectation with its two faces: the judge, and what the printed script checks, more coarsely. */
export interface Expectation {
  readonly name: string
  /** A pure judge: reads the journal and nothing else. Doubt is `inconclusive`. */
  judge(history: History): Omit<Finding, 'name'>
  /** Without them the printed script says that it does not judge this. */
  readonly checks?: Checks
  /** What a person types on the host in the end to see it, with the answer; `data`: Python for all that was read. */
  typed?(data: string): readonly string[]
}
