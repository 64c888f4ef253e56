import { isRecord } from '../../model/contract/record.ts'
import { type Qmp, QmpError } from '../../qemu/qmp.ts'
import type { Journal } from '../journal.ts'
import { Cut } from './cut.ts'

const everyMs = 250

/**
 * Polls QEMU's status every 250 ms and records each answer. Sends no command while an answer is pending: a stopped QEMU
 * would have to answer them all later. Cuts the script when what comes is no QMP: a QEMU that is not listened to any more
 * would seem not to answer. `own`: what marks the answers.
 */
export function pollQmp(
  qmp: Qmp,
  journal: Journal,
  own: { readonly process?: number },
  cut: AbortController,
): Disposable {
  let isPending = false
  const timer = setInterval(() => {
    if (isPending) return
    isPending = true
    const asked = performance.now()
    qmp
      .execute('query-status')
      .then(answer => {
        isPending = false
        const status = isRecord(answer) ? answer['status'] : undefined
        const tookMs = Math.round(performance.now() - asked)
        journal.append({ kind: 'qmp', ...own, tookMs, ...(typeof status === 'string' ? { status } : {}) })
      })
      // The connection ends with QEMU, which the run notices separately; no further command is sent.
      .catch(error => {
        if (error instanceof QmpError && error.kind === 'broken') cut.abort(new Cut('trouble', error.message))
      })
  }, everyMs)
  return { [Symbol.dispose]: () => clearInterval(timer) }
}
