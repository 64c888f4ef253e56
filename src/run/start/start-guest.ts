import { InfraError } from '../../model/errors.ts'
import { Lease } from '../lease.ts'
import type { Props } from './props.ts'
import { type Scene, setScene } from './scene.ts'
import type { Snapshots } from './snapshots.ts'

/**
 * Restores the guest from a snapshot where there can be one, else boots it. A restore that fails is made good by a boot,
 * once, with a note in the journal. Throws as `setScene`.
 */
export async function startGuest(props: Props, snapshots: Snapshots | null): Promise<Scene> {
  const { journal, lease, signal } = props
  const saved = snapshots === null ? null : await snapshots.find(props, signal)
  if (saved !== null) {
    const attempt = new Lease()
    try {
      const scene = await setScene({ ...props, lease: attempt, snapshot: saved.snapshot })
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
  const scene = await setScene(props)
  journal.append({ kind: 'start', start: 'cold' })
  return scene
}
