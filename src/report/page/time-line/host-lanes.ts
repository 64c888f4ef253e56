import { type History, ofKind } from '../../../model/contract/observation.ts'
import { type Lane, type Span, span } from './lane.ts'

const mostPeers = 6

/** When each host end of the chardev was open without being read, and when it was read. */
export function hostLanes(history: History, end: number): Lane[] {
  const peers = [...new Set(ofKind(history, 'peer').map(({ peer }) => peer))].slice(0, mostPeers)
  const lanes = peers.map((peer, index) => ({
    name: peers.length === 1 ? 'host' : `host ${index + 1}`,
    spans: spansOf(history, peer, end),
    marks: [],
  }))
  return lanes.filter(({ spans }) => spans.length > 0)
}

function spansOf(history: History, peer: string, end: number): Span[] {
  const events = ofKind(history, 'peer').filter(fact => fact.peer === peer)
  return events.flatMap(({ at, event }, index) => {
    const to = events[index + 1]?.at ?? end
    if (event === 'reading') return [span(at, to, 'reads', 'reads')]
    if (event === 'opened' || event === 'paused') return [span(at, to, 'holds', 'connected, not reading')]
    return []
  })
}
