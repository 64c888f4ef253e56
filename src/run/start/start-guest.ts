import { InfraError } from '../../model/errors.ts'
import { Lease } from '../lease.ts'
import { bringUpGuest, type RunningGuest } from './bring-up-guest.ts'
import type { RunContext } from './run-context.ts'
import type { Snapshots } from './snapshots.ts'

/**
 * Restores the guest from a snapshot if there is one, else boots it. If the restore fails, notes that in the journal and
 * boots the guest. Throws as `bringUpGuest`.
 */
export async function startGuest(context: RunContext, snapshots: Snapshots | null): Promise<RunningGuest> {
  const { journal, lease, signal } = context
  const saved = snapshots === null ? null : await snapshots.find(context, signal)
  if (saved !== null) {
    const attempt = new Lease()
    try {
      const guest = await bringUpGuest({ ...context, lease: attempt, snapshot: saved.snapshot })
      lease.hold(attempt)
      journal.append({ kind: 'start', start: 'warm' })
      await saved.worked()
      return guest
    } catch (error) {
      await attempt[Symbol.asyncDispose]()
      if (signal.aborted || !(error instanceof InfraError)) throw error
      const text = `could not restore the snapshot, booting the guest instead: ${error.message}`
      journal.append({ kind: 'note', text })
      await saved.failed(error.message)
    }
  }
  const guest = await bringUpGuest(context)
  journal.append({ kind: 'start', start: 'cold' })
  return guest
}
