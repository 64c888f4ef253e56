import { anonymousBytes } from '../../qemu/watch/memory.ts'
import { cpuSince, heldFromOutside, readSchedstat } from '../../qemu/watch/schedstat.ts'
import type { Journal } from '../journal.ts'

const tickEveryMs = 100
/** Ticks between two samples of QEMU's memory. */
const memoryEvery = 5

/**
 * Records a tick every 100 ms: how late it was, how long QEMU's threads waited for a CPU, and whether one is held from
 * outside. This distinguishes a late host, or a stopped QEMU, from a late guest. Every fifth tick records QEMU's memory.
 */
export function hostTicks(journal: Journal, pid: number, onTick: () => void): Disposable {
  const sampleMemory = () => {
    const bytes = anonymousBytes(pid)
    if (bytes !== null) journal.append({ kind: 'memory', bytes })
  }
  let before = readSchedstat(pid)
  let planned = performance.now() + tickEveryMs
  let ticks = 0
  const tick = () => {
    const now = performance.now()
    journal.append({ kind: 'tick', lateMs: Math.round(Math.max(0, now - planned)) })
    const after = readSchedstat(pid)
    if (++ticks % memoryEvery === 0) sampleMemory()
    if (before && after) {
      const held = heldFromOutside(pid)
      journal.append({ kind: 'cpu', ...cpuSince(before, after), ...(held === null ? {} : { held }) })
    }
    before = after
    planned = Math.max(planned + tickEveryMs, now)
    timer = setTimeout(tick, planned - performance.now())
    onTick()
  }
  sampleMemory()
  let timer = setTimeout(tick, tickEveryMs)
  return { [Symbol.dispose]: () => clearTimeout(timer) }
}
