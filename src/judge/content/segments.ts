import { countingLines } from '../../model/case/payload-chunks.ts'
import type { Segment } from '../../model/contract/observation.ts'
import { inputLimits } from '../../model/input-limits.ts'
import { sizeText } from '../../model/value/units.ts'
import { quoted } from '../quoted.ts'
import { type Fault, fault } from './fault.ts'

const shownBytes = 64

/** Lines as text, by their numbers. */
export function span(first: number, last: number): string {
  return first === last ? `line ${first}` : `lines ${first} to ${last}`
}

/** Says where a segment is that was not written, and what it looks like. */
export function foreign(segment: Segment): Fault {
  const { kind, offset, length } = segment
  const what =
    kind === 'other'
      ? quoted(segment.sample, shownBytes)
      : kind === 'zeros'
        ? 'zeros'
        : span(segment.first, segment.last)
  return fault(`${sizeText(length)} of unexpected data at offset ${offset}: ${what}`)
}

/** The bytes of a segment as text, when its description holds all of them; NUL bytes are no text. */
export function segmentText(segment: Segment): string | null {
  switch (segment.kind) {
    case 'zeros':
      return null
    case 'count': {
      const { first, last, width, length } = segment
      // A journal that was written by us has no other; it may be another's.
      if (length !== (last - first + 1) * width) return null
      if (length > longestText && first !== last) return null
      return countingLines(first, last, width).toString('latin1')
    }
    case 'other': {
      if (segment.number !== undefined) {
        if (segment.length > inputLimits.payloadLine) return null
        return String(segment.number).padStart(segment.length, '0')
      }
      const text = segment.sample.replace(/\\n|\\x0a/g, '\n')
      return text.length === segment.length ? text : null
    }
  }
}

/** The bytes of a segment (latin1), NUL bytes too, when its description holds all of them. */
export function segmentBytes(segment: Segment): string | null {
  if (segment.kind === 'zeros') return segment.length > longestText ? null : '\0'.repeat(segment.length)
  if (segment.kind === 'count' || segment.number !== undefined) return segmentText(segment)
  const bytes = segment.sample.replace(/\\x([0-9a-f]{2})/g, (_, hex) =>
    String.fromCharCode(parseInt(hex, 16)),
  )
  return bytes.length === segment.length ? bytes : null
}

const longestText = 4096

/**
 * The stream before and behind an offset from its own beginning. A segment that cannot be cut there (a number, an
 * incomplete sample) stays whole in front.
 */
export function splitSegments(segments: readonly Segment[], bytes: number): [Segment[], Segment[]] {
  const end = (segments[0]?.offset ?? 0) + bytes
  const head: Segment[] = []
  const tail: Segment[] = []
  for (const segment of segments) {
    const inside = end - segment.offset
    if (inside <= 0) tail.push(segment)
    else if (inside >= segment.length) head.push(segment)
    else {
      const [front, back] = cut(segment, inside)
      head.push(front)
      if (back) tail.push(back)
    }
  }
  return [head, tail]
}

function cut(segment: Segment, at: number): [Segment, Segment?] {
  const { length } = segment
  const offset = segment.offset + at
  if (segment.kind === 'zeros')
    return [
      { ...segment, length: at },
      { ...segment, offset, length: length - at },
    ]
  if (segment.kind === 'other') {
    const text = segmentText(segment)
    if (text === null) return [segment]
    const part = (from: number, to?: number) => text.slice(from, to).replaceAll('\n', '\\x0a')
    return [
      { kind: 'other', offset: segment.offset, length: at, sample: part(0, at) },
      { kind: 'other', offset, length: length - at, sample: part(at) },
    ]
  }
  const lines = at / segment.width
  if (!Number.isInteger(lines)) return [segment]
  const middle = segment.first + lines
  return [
    { ...segment, length: at, last: middle - 1 },
    { ...segment, offset, length: length - at, first: middle },
  ]
}
