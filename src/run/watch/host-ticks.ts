import type { Journal } from '../journal.ts'
import type { WatchedQemu } from './watch-qemu.ts'

const tickEveryMs = 100
/** Ticks between two samples of a QEMU's memory. */
const memoryEvery = 5

/**
 * Records a tick every 100 ms: how late it was, how long the threads of each QEMU waited for a CPU, and whether one is held
 * from outside. This distinguishes a late host, or a stopped QEMU, from a late guest. Every fifth tick records QEMU's memory.
 */
export function hostTicks(journal: Journal, qemus: Iterable<WatchedQemu>, onTick: () => void): Disposable {
  let planned = performance.now() + tickEveryMs
  let ticks = 0
  const tick = () => {
    const now = performance.now()
    journal.append({ kind: 'tick', lateMs: Math.round(Math.max(0, now - planned)) })
    const withMemory = ++ticks % memoryEvery === 0
    for (const qemu of qemus) qemu.sample(withMemory)
    planned = Math.max(planned + tickEveryMs, now)
    timer = setTimeout(tick, planned - performance.now())
    onTick()
  }
  let timer = setTimeout(tick, tickEveryMs)
  return { [Symbol.dispose]: () => clearTimeout(timer) }
}
