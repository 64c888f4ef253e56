import type { History } from '../../model/contract/observation.ts'

/** The verdict that a story wants; findings by name, where they matter. */
export interface Said {
  readonly outcome: string
  readonly symptom?: string
  readonly expected?: boolean
  /** A pattern for the sentence. */
  readonly because: string
  readonly findings: { readonly [name: string]: string }
}

/** A journal that was written by hand, as a test wants it, and the verdict on it. */
export interface ToldStory {
  readonly history: History
  readonly said: Said
}
