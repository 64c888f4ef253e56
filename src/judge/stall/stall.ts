import type { FactOf, History } from '../../model/contract/observation.ts'
import { fixedLimits } from '../../model/limits.ts'
import { isRead } from '../peers.ts'
import { isBlocked } from './blocked.ts'

/** The proof of back-pressure: a writer in the guest that is blocked while nobody reads. */
export interface Stall {
  readonly job: string
  /** When the proof was complete. */
  readonly atMs: number
  /** The first sample of the proof. */
  readonly sinceMs: number
  /** Bytes that its write calls had written; 0 when nobody was connected. */
  readonly bytes: number
  /** The kernel function that it sleeps in. */
  readonly waitsIn: string
  /** The guest's uptime at the first sample of the proof. */
  readonly guestMs: number
}

const { stallMs, stallSamples } = fixedLimits

type Sample = FactOf<'progress'>

/**
 * The first stretch of samples of one job that shows it blocked: bytes unchanged, asleep (S or D) in something
 * that is not its own wish, no peer reading, over at least `stallMs` (by both clocks: samples that piled up on a
 * late host prove no more than they span there) and `stallSamples`. Samples before `fromMs` do not count. Null: not
 * proven.
 */
export function findStall(history: History, fromMs = 0): Stall | null {
  const peers = new Map<string, FactOf<'peer'>['event']>()
  const stretches = new Map<string, { first: Sample; samples: number }>()
  for (const fact of history) {
    if (fact.kind === 'peer') {
      peers.set(fact.peer, fact.event)
      if (isRead(peers)) stretches.clear()
    } else if (fact.kind === 'job' && fact.event === 'exited') {
      stretches.delete(fact.job)
    } else if (fact.kind === 'progress' && fact.readBytes === undefined && fact.at >= fromMs) {
      const before = stretches.get(fact.job)
      stretches.delete(fact.job)
      if (isRead(peers) || !isBlocked(fact)) continue
      const goesOn = before !== undefined && before.first.bytes === fact.bytes
      const stretch = goesOn ? { ...before, samples: before.samples + 1 } : { first: fact, samples: 1 }
      if (isProof(stretch, fact)) return stall(stretch.first, fact)
      stretches.set(fact.job, stretch)
    }
  }
  return null
}

function isProof({ first, samples }: { first: Sample; samples: number }, last: Sample): boolean {
  const spanMs = Math.min(last.at - first.at, last.guestMs - first.guestMs)
  return samples >= stallSamples && spanMs >= stallMs
}

function stall(first: Sample, last: Sample): Stall {
  const { job, at, bytes, waitsIn } = last
  return { job, atMs: at, sinceMs: first.at, bytes, waitsIn, guestMs: first.guestMs }
}
