/** What long work tells the person who waits for it: a step, or how far one is. Sizes are bytes. */
export type ProgressEvent = string | { readonly text: string; readonly done: number; readonly total: number }

/** Takes each word as it comes; decides itself how, and whether, to show it. */
export type OnProgress = (word: ProgressEvent) => void
