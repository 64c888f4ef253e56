import type { Payload } from '../../model/case/payload.ts'
import type { Segment } from '../../model/contract/observation.ts'
import { byteDamage } from './byte-damage.ts'
import { type Damage, type Fault, fault } from './fault.ts'
import { type Counting, isSeam, type Lines, lineOf } from './seam.ts'
import { foreign, segmentText, span, splitSegments } from './segments.ts'
import { textDamage } from './text-damage.ts'

/**
 * Compares what arrived, in order, with what was written: one payload behind the other. A stream that only ends too
 * early has no fault.
 */
export function findDamage(segments: readonly Segment[], parts: readonly Payload[]): Damage {
  const [part, ...rest] = parts
  if (part === undefined) return { faults: segments.map(foreign), goodBytes: 0 }
  if (rest.length === 0) return partDamage(segments, part)
  const [head, tail] = splitSegments(segments, part.bytes)
  const first = partDamage(head, part)
  if (first.goodBytes < part.bytes && tail.length === 0) return first
  const later = findDamage(tail, rest)
  return { faults: [...first.faults, ...later.faults], goodBytes: first.goodBytes + later.goodBytes }
}

function partDamage(segments: readonly Segment[], part: Payload): Damage {
  switch (part.kind) {
    case 'zeros':
      return zerosDamage(segments, part.bytes)
    case 'counting':
      return countDamage(segments, part)
    case 'text':
      return /^[\n -~]*$/.test(part.text) ? textDamage(segments, part.text) : byteDamage(segments, part.text)
  }
}

function zerosDamage(segments: readonly Segment[], wanted: number): Damage {
  const faults = segments.filter(({ kind }) => kind !== 'zeros').map(foreign)
  const bytes = segments.reduce((sum, { length }) => sum + length, 0)
  if (faults.length === 0 && bytes > wanted) {
    const offset = (segments[0]?.offset ?? 0) + wanted
    faults.push(fault(`${bytes - wanted} bytes more than were written, at offset ${offset}`, true))
  }
  return { faults, goodBytes: bytes }
}

function countDamage(segments: readonly Segment[], payload: Counting): Damage {
  const stretches = segments.filter(segment => isStretch(segment, payload))
  const all = stretches.map(({ first, last }) => ({ first, last }))
  const faults: Fault[] = []
  const seen: Lines[] = []
  let next = 1
  let goodBytes = 0
  let piece = ''
  for (const [index, segment] of segments.entries()) {
    const after = segments[index + 1]
    if (after && isStretch(after, payload) && isSeam(segment, after, next, payload)) {
      piece = ''
      continue
    }
    if (!isStretch(segment, payload)) {
      const line = next > payload.lines ? '' : lineOf(next, payload)
      const longer = longerPiece(piece, segment, line)
      if (longer === null) faults.push(foreign(segment))
      else goodBytes += segment.length
      piece = longer ?? ''
      // A line that was split between two peers is whole again.
      if (piece === line && piece !== '') {
        seen.push({ first: next, last: next })
        next += 1
        piece = ''
      }
      continue
    }
    if (piece !== '' && segment.first <= next)
      faults.push(fault(`line ${next} cut off at offset ${segment.offset}`, true))
    piece = ''
    faults.push(...stepFaults(segment, { next, seen, all }, payload.width))
    seen.push(segment)
    next = Math.max(next, segment.last + 1)
    goodBytes += segment.length
  }
  return { faults, goodBytes }
}

/** A piece of a line with the segment behind it; null when the line continues differently. */
function longerPiece(piece: string, segment: Segment, line: string): string | null {
  const text = segmentText(segment)
  return text !== null && line.startsWith(piece + text) ? piece + text : null
}

interface Step {
  readonly next: number
  readonly seen: readonly Lines[]
  readonly all: readonly Lines[]
}

/** What is wrong where one gapless stretch follows those before it. */
function stepFaults(
  now: Lines & { readonly offset: number },
  { next, seen, all }: Step,
  width: number,
): Fault[] {
  const at = `at offset ${now.offset}`
  if (now.first > next) {
    const late = all.some(
      ({ first, last }) => first < now.first && last >= next && !seen.some(old => old.first === first),
    )
    const missing = `${span(next, now.first - 1)} missing ${at} (${(now.first - next) * width} bytes)`
    return [fault(late ? `${span(next, now.first - 1)} overtaken ${at}` : missing)]
  }
  const again = seen.find(({ first, last }) => first <= now.last && last >= now.first)
  if (again) {
    const doubled = span(Math.max(again.first, now.first), Math.min(again.last, now.last))
    return [fault(`${doubled} repeated ${at}`, true)]
  }
  return now.first < next ? [fault(`${span(now.first, now.last)} out of order ${at}`)] : []
}

/** Whether a segment holds lines of this payload: right width, numbers that it has. */
function isStretch(segment: Segment, payload: Counting): segment is Segment & { kind: 'count' } {
  if (segment.kind !== 'count') return false
  const { length, first, last } = segment
  return length === (last - first + 1) * payload.width && first >= 1 && last <= payload.lines
}
