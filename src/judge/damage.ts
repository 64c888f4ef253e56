import type { Segment } from '../model/observation.ts'
import { sizeText } from '../model/units.ts'
import type { Payload } from './payload.ts'
import { quoted } from './quoted.ts'

/** What is wrong with a stream. */
export interface Damage {
  /** Faults inside the stream, in its order, each with its offset. */
  readonly faults: readonly string[]
  /** The stream's bytes that agree with the payload's beginning, when there are no faults. */
  readonly goodBytes: number
}

/** Compares what arrived, in order, with what was written. A stream that only ends too early has no fault. */
export function findDamage(segments: readonly Segment[], payload: Payload): Damage {
  return payload.kind === 'zeros' ? zerosDamage(segments, payload.bytes) : countDamage(segments, payload)
}

function zerosDamage(segments: readonly Segment[], wanted: number): Damage {
  const faults = segments.filter(({ kind }) => kind !== 'zeros').map(foreign)
  const bytes = segments.reduce((sum, { length }) => sum + length, 0)
  if (faults.length === 0 && bytes > wanted)
    faults.push(`${bytes - wanted} bytes more than were written, at offset ${wanted}`)
  return { faults, goodBytes: bytes }
}

interface Lines {
  readonly first: number
  readonly last: number
}

function countDamage(segments: readonly Segment[], payload: Payload & { kind: 'counting' }): Damage {
  const stretches = segments.filter(segment => isStretch(segment, payload))
  const all = stretches.map(({ first, last }) => ({ first, last }))
  const faults: string[] = []
  const seen: Lines[] = []
  let next = 1
  let goodBytes = 0
  let piece = ''
  for (const segment of segments) {
    if (!isStretch(segment, payload)) {
      const line = next > payload.lines ? '' : `${String(next).padStart(payload.width - 1, '0')}\n`
      const text = wholeText(segment)
      const fits = text !== null && line.startsWith(piece + text)
      if (fits) goodBytes += segment.length
      else faults.push(foreign(segment))
      piece = fits ? piece + text : ''
      // A line that was split between two peers is whole again.
      if (piece === line && piece !== '') {
        seen.push({ first: next, last: next })
        next += 1
        piece = ''
      }
      continue
    }
    if (piece !== '' && segment.first <= next)
      faults.push(`line ${next} broken off at offset ${segment.offset}`)
    piece = ''
    faults.push(...stepFaults(segment, { next, seen, all }, payload.width))
    seen.push(segment)
    next = Math.max(next, segment.last + 1)
    goodBytes += segment.length
  }
  return { faults, goodBytes }
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
): string[] {
  const at = `at offset ${now.offset}`
  if (now.first > next) {
    const late = all.some(
      ({ first, last }) => first < now.first && last >= next && !seen.some(old => old.first === first),
    )
    const missing = `${span(next, now.first - 1)} missing ${at} (${(now.first - next) * width} bytes)`
    return [late ? `${span(next, now.first - 1)} overtaken ${at}` : missing]
  }
  const again = seen.find(({ first, last }) => first <= now.last && last >= now.first)
  if (again) {
    const doubled = span(Math.max(again.first, now.first), Math.min(again.last, now.last))
    return [`${doubled} came again ${at}`]
  }
  return now.first < next ? [`${span(now.first, now.last)} came out of order ${at}`] : []
}

/** Whether a segment holds lines of this payload: right width, numbers that it has. */
function isStretch(
  segment: Segment,
  payload: Payload & { kind: 'counting' },
): segment is Segment & { kind: 'count' } {
  if (segment.kind !== 'count') return false
  const { length, first, last } = segment
  return length === (last - first + 1) * payload.width && first >= 1 && last <= payload.lines
}

function span(first: number, last: number): string {
  return first === last ? `line ${first}` : `lines ${first} to ${last}`
}

function foreign(segment: Segment): string {
  const { kind, offset, length } = segment
  const what =
    kind === 'other'
      ? quoted(segment.sample, 64)
      : kind === 'zeros'
        ? 'zeros'
        : span(segment.first, segment.last)
  return `${sizeText(length)} of something else at offset ${offset}: ${what}`
}

/** The bytes of a segment as text, when its sample holds all of them and they are plain digits. */
function wholeText(segment: Segment): string | null {
  if (segment.kind === 'count') {
    // The end of a split line looks like a narrower number.
    const digits = segment.length - 1
    return segment.first === segment.last ? `${String(segment.first).padStart(digits, '0')}\n` : null
  }
  if (segment.kind !== 'other') return null
  const text = segment.sample.replace(/\\n|\\x0a/g, '\n')
  return text.length === segment.length ? text : null
}
