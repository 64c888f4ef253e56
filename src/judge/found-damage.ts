/** What is wrong with a stream. */
export interface Damage {
  /** Faults inside the stream, in its order, each with its offset. */
  readonly faults: readonly string[]
  /** The stream's bytes that agree with the payload's beginning, when there are no faults. */
  readonly goodBytes: number
}
