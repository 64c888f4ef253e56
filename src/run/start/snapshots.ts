import { InfraError } from '../../model/errors.ts'
import { fileIdentity } from '../../qemu/binary/file-identity.ts'
import { commandLine } from '../../qemu/command-line.ts'
import { machineOf } from '../../qemu/machine.ts'
import type { Cell } from '../cell.ts'
import type { RunContext } from './run-context.ts'
import type { Snapshot, SnapshotKey, SnapshotStore } from './snapshot-store.ts'
import { takeSnapshot } from './take-snapshot.ts'

/** A snapshot to start from, and whom to tell whether it works. */
interface Saved {
  readonly snapshot: Snapshot
  failed(why: string): Promise<void>
  worked(): Promise<void>
}

/** The snapshots that cells start from: found in the store, or taken when first asked for. */
export class Snapshots {
  readonly #store: SnapshotStore
  readonly #runs: string
  /** Cells side by side want the same one. */
  readonly #underway = new Map<string, Promise<Snapshot | null>>()

  /** `runs`: where what is needed to take one lies meanwhile. */
  constructor(store: SnapshotStore, runs: string) {
    this.#store = store
    this.#runs = runs
  }

  /**
   * The snapshot for a cell. Null where there can be none: a disk of the user's own, a chardev that brings devices, a
   * QEMU that has been seen not to bear it. Rejects only when the signal aborts, or with a bug.
   */
  async find({ cell, chardev, journal }: RunContext, signal: AbortSignal): Promise<Saved | null> {
    if (cell.guest.kind !== 'kernel' || chardev.includes('-device')) return null
    const key = await keyOf(cell).catch(() => null)
    // A file that is gone: the boot will say it better.
    if (key === null) return null
    const text = JSON.stringify(key)
    if ((await this.#store.refusal(key)) !== null) return null
    const making = this.#underway.get(text) ?? this.#get(cell, key, signal)
    this.#underway.set(text, making)
    try {
      const snapshot = await making
      return (
        snapshot && {
          snapshot,
          failed: why => this.#store.failed(key, why),
          worked: () => this.#store.worked(key),
        }
      )
    } catch (error) {
      if (signal.aborted || !(error instanceof InfraError)) throw error
      await this.#store.unsaved(key, error.message)
      journal.append({
        kind: 'note',
        text: `could not take a snapshot, booting the guest instead: ${error.message}`,
      })
      return null
    } finally {
      this.#underway.delete(text)
    }
  }

  async #get(cell: Cell, key: SnapshotKey, signal: AbortSignal): Promise<Snapshot | null> {
    const there = await this.#store.find(key)
    if (there !== null) return there
    return this.#store.make(key, folder => takeSnapshot(cell, folder, this.#runs, signal))
  }
}

/** Everything on QEMU's command line but the chardev, and which files it means. */
async function keyOf(cell: Cell): Promise<SnapshotKey> {
  const { qemu, guest } = cell
  const machine = commandLine({
    ...machineOf(cell, qemu, cell.case),
    namesThreads: qemu.namesThreads,
    ...{ console: '', beats: '', qmp: '', sshPort: 0, chardev: [] },
  })
  const files = guest.kind === 'kernel' ? [guest.kernel, guest.initrd] : []
  const image = await Promise.all(files.map(file => fileIdentity(file)))
  return { qemu: qemu.identity, image: image.join(' '), machine: machine.join(' ') }
}
