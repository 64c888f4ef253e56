/**
 * How one cell ended. `inconclusive` ran and proves nothing; `skip` means this QEMU or host
 * cannot play the case; `error` is our own trouble.
 */
export type Outcome = (typeof outcomes)[number]
export const outcomes = ['pass', 'fail', 'inconclusive', 'skip', 'error'] as const

/**
 * What kind of failure: the guest stopped (`freeze`), it lives but the data path never goes on (`stuck`),
 * bytes are missing, doubled or out of order (`loss`), QEMU or the guest's kernel died (`crash`),
 * QEMU burns a CPU while everything is idle (`spin`), or its memory grows by what it should leave to the host
 * (`growth`).
 */
export type Symptom = (typeof symptoms)[number]
export const symptoms = ['freeze', 'stuck', 'loss', 'crash', 'spin', 'growth'] as const

/** Measured figures that a finding puts into the report; names as in the JSON contract. */
export type Numbers = {
  readonly acceptedBytes?: number
  readonly drainedBytes?: number
  readonly longestSilenceMs?: { readonly ssh: number; readonly serial: number }
  readonly firstAnswerMs?: number
  /** Bytes that the chardev took from the host before it took no more. */
  readonly heldBackAtBytes?: number
}

/** What is known of a freeze; milliseconds are of the journal's clock. */
export interface Freeze {
  /** The last beat before the silence. */
  readonly startedAtMs: number
  /** From the last beat until the silence was called a freeze. */
  readonly calledAfterMs: number
  /** Whether the guest came back when the host read. */
  readonly revived: boolean
  readonly revivedAfterMs?: number
  /** Whether QMP still answered during the silence. */
  readonly qmpAnswered: boolean
  /** Bytes the host found waiting when it read at last, up to the guest's first new beat. */
  readonly waitingBytes?: number
  /** The QEMU thread that stands, and what for, as the evidence shows it. */
  readonly thread?: string
  readonly waitsFor?: string
}

/** What one expectation says of one journal. */
export interface Finding {
  readonly name: string
  readonly outcome: 'pass' | 'fail' | 'inconclusive'
  readonly symptom?: Symptom
  /** One sentence for people. */
  readonly because: string
  readonly numbers?: Numbers
  readonly freeze?: Freeze
}

/** The worst finding, its symptom, and whether this is what the case documents for this QEMU version. */
export interface Verdict {
  readonly outcome: Outcome
  readonly symptom?: Symptom
  readonly expected: boolean
  /** No case was ever played on so old or so new a QEMU: what is documented for it was only foretold. */
  readonly untried?: true
  readonly because: string
  readonly findings: readonly Finding[]
  readonly numbers: Numbers
  readonly freeze?: Freeze
}
