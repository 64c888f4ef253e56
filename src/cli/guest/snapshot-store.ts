import { sizeBytes } from '../../model/value/units.ts'
import { SnapshotStore } from '../../run/start/snapshot-store.ts'
import { named } from '../option/named.ts'
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
  const variable = 'CHARDEV_FC_SNAPSHOT_LIMIT'
  return named(`$${variable}`, () => sizeBytes(process.env[variable] || '2 GiB'))
}
