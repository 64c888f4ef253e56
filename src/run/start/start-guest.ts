import { InfraError } from '../../model/errors.ts'
import { Lease } from '../lease.ts'
import type { RunContext } from './run-context.ts'
import { type RunningGuest, bringUpGuest } from './bring-up-guest.ts'
import type { Snapshots } from './snapshots.ts'

/**
 * Restores the guest from a snapshot where there can be one, else boots it. A restore that fails is made good by a boot,
 * once, with a note in the journal. Throws as `bringUpGuest`.
 */
export async function startGuest(context: RunContext, snapshots: Snapshots | null): Promise<RunningGuest> {
  const { journal, lease, signal } = context
  const saved = snapshots === null ? null : await snapshots.find(context, signal)
  if (saved !== null) {
    const attempt = new Lease()
    try {
      const scene = await bringUpGuest({ ...context, lease: attempt, snapshot: saved.snapshot })
      lease.hold(attempt)
      journal.append({ kind: 'start', start: 'warm' })
      await saved.worked()
      return scene
    } catch (error) {
      await attempt[Symbol.asyncDispose]()
      if (signal.aborted || !(error instanceof InfraError)) throw error
      journal.append({
        kind: 'note',
        text: `could not restore the snapshot, booting the guest instead: ${error.message}`,
      })
      await saved.failed(error.message)
    }
  }
  const scene = await bringUpGuest(context)
  journal.append({ kind: 'start', start: 'cold' })
  return scene
}
