import { beatsSince } from '../../judge/silence/beats-since.ts'
import { messageOf } from '../../model/errors.ts'
import { fixedLimits } from '../../model/limits.ts'
import type { Journal } from '../journal.ts'
import { timeLimit } from '../watch/time-limit.ts'
import type { LivePeer } from './live-peer.ts'

const beatsWanted = 5
const { reviveMs } = fixedLimits

/** What the host reads from after a cut. */
export interface HostPeers {
  readonly peers: readonly LivePeer[]
  /** Opens one more, though QEMU may answer nothing. */
  openBlindly(signal: AbortSignal): Promise<LivePeer>
}

/**
 * After a cut, the decisive experiment: the host reads at last, and the journal shows whether the guest comes back.
 * Where no end is open the host opens one. Ends when the guest has beaten on, or after the limit for all of this.
 */
export async function readAfterCut(
  { peers, openBlindly }: HostPeers,
  journal: Journal,
  signal: AbortSignal,
): Promise<void> {
  journal.append({ kind: 'phase', phase: 'revive' })
  const began = journal.now()
  using limit = timeLimit(reviveMs, signal)
  if (!peers.some(({ isOpen }) => isOpen)) {
    await openBlindly(limit.signal).catch(error =>
      journal.append({
        kind: 'note',
        text: `the host could not open the chardev: ${messageOf(error)}`,
      }),
    )
  }
  for (const peer of peers) peer.read()
  const back = () => (beatsSince(journal.history, began) >= beatsWanted ? true : undefined)
  await journal.until(['beat'], back, limit.signal).catch(() => undefined)
}
