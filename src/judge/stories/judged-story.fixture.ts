import type { History } from '../../model/contract/observation.ts'

/** The verdict that is expected for a story; findings by name, where they matter. */
export interface WantedVerdict {
  readonly outcome: string
  readonly symptom?: string
  readonly expected?: boolean
  /** A pattern for the sentence. */
  readonly because: string
  readonly findings: { readonly [name: string]: string }
}

/** A journal that was written for a test, and the expected verdict. */
export interface JudgedStory {
  readonly history: History
  readonly said: WantedVerdict
}
