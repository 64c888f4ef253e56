import type { Limits } from '../../model/contract/observation.ts'
import type { Cell } from '../cell.ts'
import type { Journal } from '../journal.ts'
import type { Lease } from '../lease.ts'
import type { RunDirectory } from '../run-directory.ts'
import type { Snapshot } from './snapshot-store.ts'

/** What setting the scene needs. All that it starts goes into the lease. */
export interface RunContext {
  readonly cell: Cell
  readonly directory: RunDirectory
  readonly journal: Journal
  readonly lease: Lease
  readonly limits: Limits
  /** QEMU's arguments that make the chardev `foo`. */
  readonly chardev: readonly string[]
  /** QEMU's stdin and stdout, where the chardev lies there. */
  readonly terminal?: number | undefined
  /** What to start from, if not from a boot. */
  readonly snapshot?: Snapshot | null
  /** The file that becomes the guest's memory, when it is to be saved after its boot. */
  readonly ramFile?: string | undefined
  readonly signal: AbortSignal
}
