/** Progress of long work: a step, how far one has got, in bytes, or a status, which the next one replaces. */
export type ProgressEvent =
  | string
  | { readonly text: string; readonly done: number; readonly total: number }
  /** A status may be foreign text; '' removes it. */
  | { readonly text: string; readonly status: true }

/** Receives each progress event, and shows it or not. */
export type OnProgress = (event: ProgressEvent) => void
