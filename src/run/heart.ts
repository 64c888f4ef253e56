import { cpuSince, heldFromOutside, readSchedstat, type Schedstat } from '../qemu/cpu-watch.ts'
import { anonymousBytes } from '../qemu/memory.ts'
import type { Journal } from './journal.ts'

const tickEveryMs = 100
/** Ticks between two looks at QEMU's memory. */
const memoryEvery = 5

/**
 * The host's own pulse: a tick every 100 ms that says how late it came, and how long QEMU's threads stood
 * ready without a CPU, or who holds one of them. Between them a late host, or an outside hand, is told from a late
 * guest. QEMU's memory is weighed now and then.
 */
export class Heart implements Disposable {
  readonly #journal: Journal
  readonly #pid: number
  readonly #onTick: () => void
  #planned: number
  #ticks = 0
  #schedstat: Schedstat | null
  #timer: NodeJS.Timeout

  constructor(journal: Journal, pid: number, onTick: () => void) {
    this.#journal = journal
    this.#pid = pid
    this.#onTick = onTick
    this.#schedstat = readSchedstat(pid)
    this.#planned = performance.now() + tickEveryMs
    this.#weigh()
    this.#timer = setTimeout(() => this.#tick(), tickEveryMs)
  }

  #tick(): void {
    const now = performance.now()
    this.#journal.append({ kind: 'tick', lateMs: Math.round(Math.max(0, now - this.#planned)) })
    const before = this.#schedstat
    this.#schedstat = readSchedstat(this.#pid)
    if (++this.#ticks % memoryEvery === 0) this.#weigh()
    if (before && this.#schedstat) {
      const held = heldFromOutside(this.#pid)
      const hand = held === null ? {} : { held }
      this.#journal.append({ kind: 'cpu', ...cpuSince(before, this.#schedstat), ...hand })
    }
    this.#planned = Math.max(this.#planned + tickEveryMs, now)
    this.#timer = setTimeout(() => this.#tick(), this.#planned - performance.now())
    this.#onTick()
  }

  #weigh(): void {
    const bytes = anonymousBytes(this.#pid)
    if (bytes !== null) this.#journal.append({ kind: 'memory', bytes })
  }

  [Symbol.dispose](): void {
    clearTimeout(this.#timer)
  }
}
