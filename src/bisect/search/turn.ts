/** What to do next. */
export type Turn =
  /** Run this revision once more: to know which way to turn, or to check the answer. */
  | { readonly kind: 'run'; readonly id: string; readonly to: 'turn' | 'check' }
  | Found
  /** This one lies before the range, but shows what only the other side should. */
  | { readonly kind: 'contradiction'; readonly id: string }
  /** Builds without the bug seem to have it so often that no answer would be worth anything. */
  | { readonly kind: 'flicker' }

/** The end of a search. */
export interface Found {
  readonly kind: 'found'
  /** The change: one revision, or those that cannot be told apart without what was skipped. */
  readonly among: readonly string[]
  /** Checked: the last before it, the first after it. */
  readonly before: readonly string[]
  readonly after: readonly string[]
  /** The chance that the change is among them, by all runs. */
  readonly confidence: number
}
