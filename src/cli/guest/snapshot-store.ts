import { messageOf, UsageError } from '../../model/errors.ts'
import { sizeBytes } from '../../model/value/units.ts'
import { SnapshotStore } from '../../run/start/snapshot-store.ts'
import { paths } from '../paths.ts'

/** The user's snapshots of booted guests. Throws UsageError for an invalid limit. */
export function snapshotStore(): SnapshotStore {
  return new SnapshotStore(paths(process.env).cache, snapshotLimit())
}

/**
 * The size limit for all snapshots together, bytes: one is about 100 MiB, and a matrix needs one or a few per QEMU.
 * Throws UsageError.
 */
export function snapshotLimit(): number {
  try {
    return sizeBytes(process.env['CHARDEV_FC_SNAPSHOT_LIMIT'] || '2 GiB')
  } catch (error) {
    throw new UsageError(`$CHARDEV_FC_SNAPSHOT_LIMIT: ${messageOf(error)}`, { cause: error })
  }
}
