import type { History } from '../../model/contract/observation.ts'

/** What is to be said of a golden journal; findings by name, where they matter. */
export interface Said {
  readonly outcome: string
  readonly symptom?: string
  readonly expected?: boolean
  /** A pattern for the sentence. */
  readonly because: string
  readonly findings: { readonly [name: string]: string }
}

/** What happened, and what is to be said of it. */
export interface Golden {
  readonly history: History
  readonly said: Said
}
