import { restoreDeferred } from '../qemu/migration.ts'
import type { Qmp } from '../qemu/qmp.ts'
import { stateFd } from './launch.ts'
import type { Snapshot } from './snapshot-store.ts'

/**
 * Lets a restored guest go on where it was saved. Up to 1.5 it does so by itself, and refuses to be told
 * (measured on 1.4 to 11.1); whether it goes on, its beats show.
 */
export async function goOn(qmp: Qmp, { ram }: Snapshot, signal: AbortSignal): Promise<void> {
  if (ram !== null) await restoreDeferred(qmp, stateFd, signal)
  await qmp.execute('cont', {}, { signal }).catch(() => signal.throwIfAborted())
}
