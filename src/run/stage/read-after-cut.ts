import { beatsSince } from '../../judge/silence/beats.ts'
import { messageOf } from '../../model/errors.ts'
import { fixedLimits } from '../../model/limits.ts'
import type { Journal } from '../journal.ts'
import { timeLimit } from '../watch/time-limit.ts'
import type { LivePeer } from './live-peer.ts'

const beatsWanted = 5
const { reviveMs } = fixedLimits

/** The host ends to read from after a cut. */
export interface HostPeers {
  readonly peers: readonly LivePeer[]
  /** Opens another one without waiting for QEMU to answer. */
  openBlindly(signal: AbortSignal): Promise<LivePeer>
}

/**
 * After a cut, lets the host read; the journal shows whether the guest comes back. Opens a host end if none is open. Ends
 * when the guest beats again, or at the limit.
 */
export async function readAfterCut(hosts: HostPeers, journal: Journal, signal: AbortSignal): Promise<void> {
  journal.append({ kind: 'phase', phase: 'revive' })
  const began = journal.now()
  using limit = timeLimit(reviveMs, signal)
  const { peers } = hosts
  if (!peers.some(({ isOpen }) => isOpen)) {
    await hosts.openBlindly(limit.signal).catch(error => {
      journal.append({ kind: 'note', text: `the host could not open the chardev: ${messageOf(error)}` })
    })
  }
  for (const peer of peers) peer.read()
  const beatsAgain = () => beatsSince(journal.history, began) >= beatsWanted
  await journal.until(['beat'], beatsAgain, limit.signal).catch(() => undefined)
}
