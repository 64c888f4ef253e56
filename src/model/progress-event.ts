/** Progress of long work: a step, or how far one has got, in bytes. */
export type ProgressEvent = string | { readonly text: string; readonly done: number; readonly total: number }

/** Receives each progress event, and shows it or not. */
export type OnProgress = (event: ProgressEvent) => void
