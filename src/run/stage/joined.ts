import type { Segment } from '../../model/contract/observation.ts'

/** The number of bytes to keep of a segment that is neither numbers nor zeros. */
export const sampleBytes = 4096

/** Joins two segments if the second continues the first, else null. */
export function joined(before: Segment, next: Segment): Segment | null {
  if (before.offset + before.length !== next.offset) return null
  const length = before.length + next.length
  if (before.kind === 'zeros' && next.kind === 'zeros') return { ...before, length }
  if (before.kind === 'other' && next.kind === 'other') {
    // A segment with a number stays separate.
    if (before.number !== undefined || next.number !== undefined) return null
    const isWhole = before.length < sampleBytes
    const sample = isWhole ? before.sample + next.sample.slice(0, 4 * sampleBytes) : before.sample
    return { kind: 'other', offset: before.offset, length, sample }
  }
  if (before.kind === 'count' && next.kind === 'count') {
    if (before.width !== next.width || before.last + 1 !== next.first) return null
    return { ...before, length, last: next.last }
  }
  return null
}

/** Bytes as text; bytes other than printable ASCII, and backslashes, as `\xNN`. */
export function printable(bytes: Iterable<number>): string {
  return [...bytes]
    .map(byte => (byte >= 32 && byte < 127 && byte !== 92 ? String.fromCharCode(byte) : escapeByte(byte)))
    .join('')
}

function escapeByte(byte: number): string {
  return `\\x${byte.toString(16).padStart(2, '0')}`
}
