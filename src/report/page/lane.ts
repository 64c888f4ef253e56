import { escaped } from '../escaped.ts'

/** How a stretch looks. */
export type SpanKind = 'step' | 'cut' | 'holds' | 'reads' | 'runs' | 'waits' | 'silence' | 'late' | 'starved'

/** A stretch of a row; whole milliseconds. */
export interface Span {
  readonly from: number
  readonly to: number
  readonly kind: SpanKind
  readonly text: string
}

/** One row of the chart: stretches of time, and moments. */
export interface Lane {
  readonly name: string
  readonly spans: readonly Span[]
  readonly marks: readonly number[]
}

const longestText = 200

/** A stretch with its text escaped and shortened: it ends up on a canvas. */
export function span(from: number, to: number, kind: SpanKind, text: string): Span {
  return { from: Math.round(from), to: Math.round(to), kind, text: mostText(text, longestText) }
}

/** Foreign text on one line of at most so many characters. */
export function mostText(text: string, most: number): string {
  const shown = escaped(text)
  return shown.length <= most ? shown : `${shown.slice(0, most - 1)}…`
}
