import { type FactOf, type History, ofKind, type Segment } from '../../model/contract/observation.ts'

/** All that the host received, as one stream: every peer's bytes, in the order in which the peers were opened. */
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
  return ofKind(history, 'content').filter(({ afterMarker }) => !afterMarker)
}

/** Joins what the peers received; null when no content was written down. The last word on a peer counts. */
export function received(history: History): Received | null {
  const described = contentsOf(history)
  const contents = new Map<string, FactOf<'content'>>()
  for (const { peer, event } of ofKind(history, 'peer')) {
    const content = described.findLast(fact => fact.peer === peer)
    if (event === 'opened' && content) contents.set(peer, content)
  }
  for (const content of described) {
    if (!contents.has(content.peer)) contents.set(content.peer, content)
  }
  if (contents.size === 0) return null
  let bytes = 0
  let cutShort = false
  const segments: Segment[] = []
  for (const content of contents.values()) {
    // Behind segments that are not listed, offsets of the next peer would be read as a loss.
    if (cutShort) break
    for (const segment of content.segments) segments.push({ ...segment, offset: segment.offset + bytes })
    bytes += content.bytes
    cutShort = content.cutShort
  }
  const [only] = contents.values()
  const sha256 = contents.size === 1 ? (only?.sha256 ?? null) : null
  return { bytes, sha256, segments, cutShort, contents: [...contents.values()] }
}
