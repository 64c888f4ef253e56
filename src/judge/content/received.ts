import { type FactOf, type History, ofKind, type Segment } from '../../model/contract/observation.ts'
import { inputLimits } from '../../model/input-limits.ts'
import { openings } from '../peers.ts'

/**
 * All that the host received, as one stream: every peer's bytes, in the order in which the peers were opened, those of the
 * QEMU that had the guest first before those of the next one.
 */
export interface Received {
  readonly bytes: number
  /** Of the whole; null when there were several peers. */
  readonly sha256: string | null
  readonly segments: readonly Segment[]
  readonly cutShort: boolean
  /** What each peer received, by itself. */
  readonly contents: readonly FactOf<'content'>[]
}

/** What the peers' bytes looked like, up to the marker if there was one. */
export function contentsOf(history: History): FactOf<'content'>[] {
  return ofKind(history, 'content').filter(({ afterMarker, log }) => !afterMarker && !log)
}

/** Joins what the peers received; null when no content was written down. The last line about a peer counts. */
export function received(history: History): Received | null {
  const described = contentsOf(history)
  const peers = new Set([...openings(history), ...described].map(({ peer }) => peer))
  const last = new Map(described.map(fact => [fact.peer, fact]))
  const contents = [...peers].flatMap(peer => last.get(peer) ?? [])
  const [only, ...others] = contents
  if (only === undefined) return null
  let bytes = 0
  let cutShort = false
  const segments: Segment[] = []
  for (const content of contents) {
    // Behind segments that are not listed, offsets of the next peer would be read as a loss.
    if (cutShort) break
    const listed = content.segments.slice(0, inputLimits.segmentsInAll - segments.length)
    for (const segment of listed) segments.push({ ...segment, offset: segment.offset + bytes })
    bytes += content.bytes
    cutShort = content.cutShort || listed.length < content.segments.length
  }
  return { bytes, sha256: others.length === 0 ? only.sha256 : null, segments, cutShort, contents }
}
