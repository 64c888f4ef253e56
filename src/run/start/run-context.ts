import type { Limits } from '../../model/contract/observation.ts'
import type { Cell } from '../cell.ts'
import type { Journal } from '../journal.ts'
import type { Lease } from '../lease.ts'
import type { RunDirectory } from '../run-directory.ts'
import type { Snapshot } from './snapshot-store.ts'

/** The context of one run. Everything that the run starts goes into the lease. */
export interface RunContext {
  readonly cell: Cell
  readonly directory: RunDirectory
  readonly journal: Journal
  readonly lease: Lease
  readonly limits: Limits
  /** QEMU's arguments for the chardev `foo`. */
  readonly chardev: readonly string[]
  /** The descriptor for QEMU's stdin and stdout, if the chardev uses them. */
  readonly terminal?: number | undefined
  /** The snapshot to restore; without, the guest boots. */
  readonly snapshot?: Snapshot | null
  /** The file to back the guest's memory, for a guest that is saved after its boot. */
  readonly ramFile?: string | undefined
  readonly signal: AbortSignal
}
