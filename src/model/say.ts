/** What long work tells the person who waits for it. Sizes are bytes. */
export type Word =
  | { readonly kind: 'step'; readonly text: string }
  | { readonly kind: 'progress'; readonly text: string; readonly done: number; readonly total: number }

/** Takes each word as it comes; decides itself how, and whether, to show it. */
export type Say = (word: Word) => void
