import { closeSync, openSync, readSync } from 'node:fs'
import { lineTaker } from './lines.ts'

/**
 * Follows a file that QEMU writes a serial port into, line by line. It is read by the clock: a file chardev
 * never blocks QEMU, whether or not anybody follows.
 */
export class SerialTail implements Disposable {
  readonly #file: number
  readonly #timer: NodeJS.Timeout
  readonly #chunk = Buffer.alloc(16 * 1024)
  readonly #take: (text: string) => void

  /** `path` must exist. */
  constructor(path: string, everyMs: number, onLine: (line: string) => void) {
    this.#file = openSync(path, 'r')
    this.#take = lineTaker(onLine)
    this.#timer = setInterval(() => this.poll(), everyMs)
  }

  /** Reads what has come since. */
  poll(): void {
    for (;;) {
      const bytes = readSync(this.#file, this.#chunk, 0, this.#chunk.length, null)
      if (bytes === 0) return
      this.#take(this.#chunk.toString('latin1', 0, bytes))
    }
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer)
    closeSync(this.#file)
  }
}
