import type { Qmp } from '../qemu/qmp.ts'
import type { Journal } from './journal.ts'

const everyMs = 250

/**
 * Asks QEMU for its status every 250 ms and writes each answer down. While an answer is owed no further
 * question is asked: a stopped QEMU would have to answer them all later.
 */
export class QmpPulse implements Disposable {
  readonly #timer: NodeJS.Timeout
  #owed = false

  constructor(qmp: Qmp, journal: Journal) {
    this.#timer = setInterval(() => {
      if (this.#owed) return
      this.#owed = true
      const asked = performance.now()
      qmp
        .execute('query-status')
        .then(() => {
          this.#owed = false
          journal.append({ kind: 'qmp', tookMs: Math.round(performance.now() - asked) })
        })
        // The connection ends with QEMU, which the run notices by itself; this pulse is then over.
        .catch(() => undefined)
    }, everyMs)
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer)
  }
}
