import type { Symptom } from '../../model/contract/verdict.ts'

/** What is wrong at one place of a stream; the text names the offset. */
export interface Fault {
  readonly text: string
  /** Nothing is wrong there but that bytes arrived again. */
  readonly again: boolean
}

/** What is wrong with a stream. */
export interface Damage {
  /** Faults inside the stream, in its order. */
  readonly faults: readonly Fault[]
  /** The stream's bytes that agree with the payload's beginning, when there are no faults. */
  readonly goodBytes: number
}

const mostFaults = 3

export function fault(text: string, again = false): Fault {
  return { text, again }
}

/** `doubled` when nothing is wrong but that bytes arrived again, else `loss`. */
export function symptomOf(faults: readonly Fault[]): Symptom {
  return faults.every(({ again }) => again) ? 'doubled' : 'loss'
}

/** The first faults as text. */
export function faultText(faults: readonly Fault[]): string {
  const more = faults.length - mostFaults
  const first = faults.slice(0, mostFaults).map(({ text }) => text)
  return [...first, ...(more > 0 ? [`${more} more`] : [])].join('; ')
}
