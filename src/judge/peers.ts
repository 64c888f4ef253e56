import { cutOf, type FactOf, type History, ofKind, runOf } from '../model/contract/observation.ts'
import { holders, processOf } from './machine/of-holder.ts'

type PeerFact = FactOf<'peer'>
/** The last event of each peer, by its name, in the order in which they were opened. */
type Peers = ReadonlyMap<string, PeerFact['event']>

/** The peers before a moment, each with its last event. */
export function peersBefore(history: History, atMs: number): Peers {
  const before = ofKind(history, 'peer').filter(({ at }) => at < atMs)
  return new Map(before.map(({ peer, event }) => [peer, event]))
}

/**
 * The opening of each peer until a moment, in the order in which the guest can have written to them: a host may open the
 * chardev of a QEMU that waits for the guest before that of the QEMU that has it.
 */
export function openings(history: History, untilMs = Number.POSITIVE_INFINITY): PeerFact[] {
  return ofKind(history, 'peer')
    .filter(({ event, at }) => event === 'opened' && at <= untilMs)
    .toSorted((a, b) => processOf(a) - processOf(b))
}

/** Whether a peer whose last event this is has left, or was never there. */
export function isGone(event: PeerFact['event']): boolean {
  return event === 'closed' || event === 'ended' || event === 'failed'
}

/** Whether the host reads from any peer. */
export function isRead(peers: Peers): boolean {
  return [...peers.values()].includes('reading')
}

/** When the host, after a time, first began to read from the QEMU that then had the guest. */
export function readingAfter(history: History, atMs: number): PeerFact | undefined {
  const isOfHolder = holderPeers(history)
  return ofKind(history, 'peer').find(
    ({ peer, event, at }) => event === 'reading' && at > atMs && isOfHolder(peer, at),
  )
}

/** Tells whether a peer is connected to the QEMU that has the guest at a time. The journal is read only once. */
export function holderPeers(history: History): (peer: string, atMs: number) => boolean {
  const opened = ofKind(history, 'peer').filter(({ event }) => event === 'opened')
  // The first opening of a name counts.
  const processes = new Map(opened.toReversed().map(fact => [fact.peer, processOf(fact)]))
  const holderAt = holders(history)
  return (peer, atMs) => (processes.get(peer) ?? 1) === holderAt(atMs)
}

/** Whether QEMU ended the connection before the script was cut. A host sees that only once it has read all before it. */
export function connectionEnded(history: History): boolean {
  const untilMs = cutOf(history)?.at ?? Number.POSITIVE_INFINITY
  const events = ofKind(history, 'peer').filter(({ event, at }) => event !== 'opened' && at <= untilMs)
  const last = events.at(-1)
  const before = events.findLast(({ peer, event }) => peer === last?.peer && event !== 'ended')
  return last?.event === 'ended' && before?.event === 'reading'
}

/** QEMU serves one client of a socket at a time. Only a hub has several peers at once, and sends each of them everything. */
export function isHub(history: History): boolean {
  return runOf(history)?.chardev.startsWith('hub') ?? false
}
