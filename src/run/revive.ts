import { beatsSince } from '../judge/beats-since.ts'
import { fixedLimits } from '../model/limits.ts'
import type { Journal } from './journal.ts'
import type { LivePeer } from './live-peer.ts'
import { timeLimit } from './time-limit.ts'

const beatsWanted = 5

/**
 * After a cut, the decisive experiment: the host reads at last, and the journal shows whether the guest comes
 * back. Ends when it has beaten on, or when it has had its time.
 */
export async function revive(
  peers: readonly LivePeer[],
  journal: Journal,
  signal: AbortSignal,
): Promise<void> {
  journal.append({ kind: 'phase', phase: 'revive' })
  const began = journal.now()
  for (const peer of peers) peer.read()
  using limit = timeLimit(fixedLimits.reviveMs, signal)
  const back = () => (beatsSince(journal.history, began) >= beatsWanted ? true : undefined)
  await journal.until(['beat'], back, limit.signal).catch(() => undefined)
}
