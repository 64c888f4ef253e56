import type { Limits } from '../../model/contract/observation.ts'
import type { Cell } from '../cell.ts'
import type { Journal } from '../journal.ts'
import type { Lease } from '../lease.ts'
import type { RunDirectory } from '../run-directory.ts'
import type { QemuNumber } from './qemu-of-run.ts'
import type { Snapshot } from './snapshot-store.ts'

/** What a QEMU that takes over a guest is started with, beside its hosts. */
export interface Incoming {
  /** The value of `-incoming`. */
  readonly address: string
  /** The descriptor that it inherits as `migrationFd`. */
  readonly descriptor: number | undefined
  /** The file that backs the guest's memory in the first QEMU, if one does; it is mapped privately. */
  readonly ram: string | null
}

/** The context of one run, and of one QEMU in it. Everything that is started goes into the lease. */
export interface RunContext extends QemuNumber {
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
  /** Where a QEMU that is not the first gets its guest from (`-incoming`). */
  readonly incoming?: Incoming
  /** The file to back the guest's memory, for a guest that is saved after its boot. */
  readonly ramFile?: string | undefined
  readonly signal: AbortSignal
}
