import { shortened } from '../../../model/value/shortened.ts'

export type SpanKind = 'step' | 'cut' | 'holds' | 'reads' | 'runs' | 'waits' | 'silence' | 'late' | 'starved'

/** A span of time in a row; whole milliseconds. */
export interface Span {
  readonly from: number
  readonly to: number
  readonly kind: SpanKind
  readonly text: string
}

/** One row of the chart: spans of time, and points in time (`marks`). */
export interface Lane {
  readonly name: string
  readonly spans: readonly Span[]
  readonly marks: readonly number[]
}

const longestText = 200

/** A span whose text is escaped and shortened for the canvas. */
export function span(from: number, to: number, kind: SpanKind, text: string): Span {
  return { from: Math.round(from), to: Math.round(to), kind, text: shortened(text, longestText) }
}
