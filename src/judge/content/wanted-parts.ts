import type { Hashed, Part, Payload } from '../../model/case/payload.ts'
import { countingLines } from '../../model/case/payload-chunks.ts'
import type { History, Segment } from '../../model/contract/observation.ts'
import { acceptedBytes } from '../jobs.ts'
import { hashedFile } from './guest-file.ts'
import type { Received } from './received.ts'
import { lineOf } from './seam.ts'
import { segmentText } from './segments.ts'

/** What a run must have brought: payloads, or the hash of a file. `isOpen`: more may have been written that need not arrive. */
export interface KnownParts {
  readonly parts: readonly (Payload | Hashed)[]
  readonly isOpen: boolean
}

/** What a run must have brought, or why that is not known. */
export type Wanted = KnownParts | { readonly doubt: string }

/** What the parts that a case wants were in this run. */
export function wantedParts(history: History, stream: Received, wants: readonly Part[]): Wanted {
  const parts: (Payload | Hashed)[] = []
  for (const want of wants) {
    if (want.kind === 'guest-file') {
      const file = hashedFile(history, want.path)
      if (file === null) return { doubt: 'the guest did not print the size and sha256 of the file' }
      parts.push(file)
    } else if (want.kind !== 'beginning') {
      parts.push(want)
    } else {
      const bytes = want.upTo === 'accepted' ? acceptedBytes(history) : arrivedBytes(stream.segments, want.of)
      if (bytes === null && want.upTo === 'accepted')
        return { doubt: 'it is not known how much write() had accepted from the writer that was killed' }
      if (bytes === null) return { doubt: 'the journal does not describe all that the host received' }
      if (bytes > want.of.bytes)
        return { doubt: `the killed writer wrote ${bytes} bytes, not ${want.of.bytes}` }
      parts.push(...beginningOf(want.of, Math.max(bytes, want.leastBytes)))
    }
  }
  return { parts, isOpen: wants.some(want => want.kind === 'beginning' && want.upTo === 'arrived') }
}

/** The first bytes of a payload, as payloads. */
function beginningOf(payload: Payload, bytes: number): Payload[] {
  if (bytes === 0) return []
  switch (payload.kind) {
    case 'zeros':
      return [{ ...payload, bytes }]
    case 'text':
      return [{ ...payload, bytes, text: payload.text.slice(0, bytes) }]
    case 'counting': {
      const { width } = payload
      const lines = Math.floor(bytes / width)
      const rest = bytes - lines * width
      const begun = countingLines(lines + 1, lines + 1, width).toString('latin1')
      return [
        ...(lines > 0 ? [{ ...payload, lines, bytes: lines * width }] : []),
        ...(rest > 0 ? [{ kind: 'text' as const, text: begun.slice(0, rest), bytes: rest }] : []),
      ]
    }
  }
}

/** How many bytes of a payload a stream begins with; null if its description does not tell. */
function arrivedBytes(segments: readonly Segment[], payload: Payload): number | null {
  const [first, second] = segments
  if (first === undefined) return 0
  switch (payload.kind) {
    case 'zeros':
      return first.kind === 'zeros' ? Math.min(first.length, payload.bytes) : 0
    case 'text':
      return common(first, payload.text)
    case 'counting': {
      const { width, lines } = payload
      const isRun = first.kind === 'count' && first.width === width && first.first === 1
      const whole = isRun ? Math.min(first.last, lines) : 0
      const next = isRun ? second : first
      if (whole === lines || next === undefined) return whole * width
      const part = common(next, lineOf(whole + 1, payload))
      return part === null ? null : whole * width + part
    }
  }
}

/** How many bytes a segment has in common with a text; null if its description does not tell. */
function common(segment: Segment, wanted: string): number | null {
  if (segment.kind === 'zeros') return 0
  const text = segmentText(segment)
  if (text === null) return null
  let same = 0
  while (same < text.length && text[same] === wanted[same]) same++
  return same
}
