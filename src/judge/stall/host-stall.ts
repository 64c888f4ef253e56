import type { FactOf, History } from '../../model/contract/observation.ts'
import { fixedLimits } from '../../model/limits.ts'
import { away } from '../machine/away.ts'

/** The proof that a chardev accepts no more of what the host sends. */
export interface HostStall {
  /** When the proof was complete. */
  readonly atMs: number
  /** When it last took something. */
  readonly sinceMs: number
  /** Bytes that it had taken. */
  readonly bytes: number
}

const { hostStallMs, latestTickMs } = fixedLimits

/**
 * The first stretch of at least `hostStallMs` in which a peer that has more to send could send nothing, while the host
 * itself was on time (one that is late does not send either), nobody held QEMU, and the guest beat. Null: not proven.
 */
export function findHostStall(history: History, fromMs = 0): HostStall | null {
  const open = new Map<string, FactOf<'sent'>>()
  const since = new Map<string, number>()
  let beatMs = 0
  /** What is left of the stretches in which the machine was stopped. */
  const stopped = away(history)
  /** No stall begins before this: until then the host was late, QEMU was held, or the machine was stopped. */
  let earliestMs = fromMs
  for (const fact of history) {
    if (fact.kind === 'sent') {
      if (fact.total < fact.of) open.set(fact.peer, fact)
      else open.delete(fact.peer)
      since.set(fact.peer, fact.at)
    } else if (fact.kind === 'peer' && (fact.event === 'closed' || fact.event === 'failed')) {
      open.delete(fact.peer)
    } else if (fact.kind === 'beat') {
      beatMs = fact.at
    } else if (fact.kind === 'cpu') {
      if (fact.held !== undefined) earliestMs = Math.max(earliestMs, fact.at)
    } else if (fact.kind === 'tick') {
      while ((stopped[0]?.toMs ?? fact.at) < fact.at) stopped.shift()
      if ((stopped[0]?.fromMs ?? Number.POSITIVE_INFINITY) <= fact.at) earliestMs = fact.at
      if (fact.lateMs > latestTickMs) earliestMs = Math.max(earliestMs, fact.at)
      if (fact.at - earliestMs < hostStallMs) continue
      for (const [peer, sent] of open) {
        const sinceMs = Math.max(since.get(peer) ?? fact.at, earliestMs)
        if (fact.at - sinceMs >= hostStallMs && beatMs >= sinceMs + hostStallMs / 2) {
          return { atMs: fact.at, sinceMs, bytes: sent.total }
        }
      }
    }
  }
  return null
}
