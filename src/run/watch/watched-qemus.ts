import type { QemuNumber, QemuOfRun } from '../start/qemu-of-run.ts'
import type { RunContext } from '../start/run-context.ts'
import { type WatchedQemu, watchQemu } from './watch-qemu.ts'

/** The QEMUs of a run that are being watched. Dispose it to stop watching them. */
export class WatchedQemus implements Iterable<WatchedQemu>, Disposable {
  readonly #context: Pick<RunContext, 'directory' | 'journal'>
  readonly #cut: AbortController
  readonly #watched = new Map<number | undefined, WatchedQemu>()

  /** The end of one of them aborts `cut`. */
  constructor(context: Pick<RunContext, 'directory' | 'journal'>, cut: AbortController) {
    this.#context = context
    this.#cut = cut
  }

  /** `isWaiting`: whether it still waits for the guest (see `watchQemu`). */
  add(qemu: QemuOfRun, isWaiting = () => false): void {
    this.#watched.set(qemu.process, watchQemu(qemu, this.#context, this.#cut, isWaiting))
  }

  /** Stops watching one, before the script kills it. */
  drop({ process }: QemuNumber): void {
    this.#watched.get(process)?.[Symbol.dispose]()
    this.#watched.delete(process)
  }

  [Symbol.iterator](): Iterator<WatchedQemu> {
    return this.#watched.values()
  }

  [Symbol.dispose](): void {
    for (const qemu of this) qemu[Symbol.dispose]()
    this.#watched.clear()
  }
}
