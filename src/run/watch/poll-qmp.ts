import type { Qmp } from '../../qemu/qmp.ts'
import type { Journal } from '../journal.ts'

const everyMs = 250

/**
 * Asks QEMU for its status every 250 ms and writes each answer down. While an answer is owed no further
 * question is asked: a stopped QEMU would have to answer them all later.
 */
export function pollQmp(qmp: Qmp, journal: Journal): Disposable {
  let owed = false
  const timer = setInterval(() => {
    if (owed) return
    owed = true
    const asked = performance.now()
    qmp
      .execute('query-status')
      .then(() => {
        owed = false
        journal.append({ kind: 'qmp', tookMs: Math.round(performance.now() - asked) })
      })
      // The connection ends with QEMU, which the run notices by itself; this pulse is then over.
      .catch(() => undefined)
  }, everyMs)
  return { [Symbol.dispose]: () => clearInterval(timer) }
}
