import { InfraError } from '../../model/errors.ts'
import { fileIdentity } from '../../qemu/binary/file-identity.ts'
import { commandLine } from '../../qemu/command-line.ts'
import { machineOf } from '../../qemu/machine.ts'
import type { Cell } from '../cell.ts'
import type { RunContext } from './run-context.ts'
import type { SnapshotKey } from './snapshot-manifest.ts'
import type { Snapshot, SnapshotStore } from './snapshot-store.ts'
import { takeSnapshot } from './take-snapshot.ts'

/** A snapshot to restore, and callbacks for the outcome of the restore. */
interface Saved {
  readonly snapshot: Snapshot
  failed(why: string): Promise<void>
  worked(): Promise<void>
}

/** The snapshots for cells: from the store, or taken on first use. */
export class Snapshots {
  readonly #store: SnapshotStore
  readonly #runs: string
  /** How many were saved. */
  saved = 0
  /** Cells that run in parallel may need the same one. */
  readonly #underway = new Map<string, Promise<Snapshot | null>>()

  /** `runs`: the folder for the run directory in which a snapshot is taken. */
  constructor(store: SnapshotStore, runs: string) {
    this.#store = store
    this.#runs = runs
  }

  /**
   * The snapshot for a cell. Null if there can be none: a disk of the user's own, a chardev that adds devices, a QEMU
   * that failed to save or restore. Rejects only when the signal aborts, or for a bug.
   */
  async find({ cell, chardev, journal }: RunContext, signal: AbortSignal): Promise<Saved | null> {
    if (cell.guest.kind !== 'kernel' || chardev.includes('-device')) return null
    // A file is missing: the boot reports it better.
    const key = await keyOf(cell).catch(() => null)
    if (key === null) return null
    const id = JSON.stringify(key)
    if ((await this.#store.refusal(key)) !== null) return null
    const making = this.#underway.get(id) ?? this.#get(cell, key, signal)
    this.#underway.set(id, making)
    try {
      const snapshot = await making
      return (
        snapshot && {
          snapshot,
          failed: why => this.#store.restoreFailed(key, why),
          worked: () => this.#store.restoreWorked(key),
        }
      )
    } catch (error) {
      if (signal.aborted || !(error instanceof InfraError)) throw error
      await this.#store.saveFailed(key, error.message)
      const text = `could not take a snapshot, booting the guest instead: ${error.message}`
      journal.append({ kind: 'note', text })
      return null
    } finally {
      this.#underway.delete(id)
    }
  }

  async #get(cell: Cell, key: SnapshotKey, signal: AbortSignal): Promise<Snapshot | null> {
    const stored = await this.#store.find(key)
    if (stored !== null) return stored
    const made = await this.#store.make(key, folder => takeSnapshot(cell, folder, this.#runs, signal))
    this.saved += 1
    return made
  }
}

/** QEMU's command line without the chardev, and the identities of QEMU and the image's files. */
async function keyOf(cell: Cell): Promise<SnapshotKey> {
  const { qemu, guest } = cell
  const machine = commandLine({
    ...machineOf(cell, qemu, cell.case),
    namesThreads: qemu.namesThreads,
    ...{ console: '', beats: '', qmp: '', sshPort: 0, chardev: [] },
  })
  const files = [qemu.path, ...(guest.kind === 'kernel' ? [guest.kernel, guest.initrd] : [])]
  const sources = await Promise.all(files.map(async file => [file, await fileIdentity(file)] as const))
  return { qemu: qemu.identity, machine: machine.join(' '), sources: Object.fromEntries(sources) }
}
