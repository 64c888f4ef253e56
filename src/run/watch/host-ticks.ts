import { cpuSince, heldFromOutside, readSchedstat } from '../../qemu/watch/schedstat.ts'
import { anonymousBytes } from '../../qemu/watch/memory.ts'
import type { Journal } from '../journal.ts'

const tickEveryMs = 100
/** Ticks between two looks at QEMU's memory. */
const memoryEvery = 5

/**
 * The host's own pulse: a tick every 100 ms that says how late it came, and how long QEMU's threads stood
 * ready without a CPU, or who holds one of them. Between them a late host, or an outside hand, is told from a late
 * guest. QEMU's memory is weighed now and then.
 */
export function hostTicks(journal: Journal, pid: number, onTick: () => void): Disposable {
  const weigh = () => {
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
    if (++ticks % memoryEvery === 0) weigh()
    if (before && after) {
      const held = heldFromOutside(pid)
      journal.append({ kind: 'cpu', ...cpuSince(before, after), ...(held === null ? {} : { held }) })
    }
    before = after
    planned = Math.max(planned + tickEveryMs, now)
    timer = setTimeout(tick, planned - performance.now())
    onTick()
  }
  weigh()
  let timer = setTimeout(tick, tickEveryMs)
  return { [Symbol.dispose]: () => clearTimeout(timer) }
}
