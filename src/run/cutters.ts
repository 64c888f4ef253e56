import { readFileSync } from 'node:fs'
import { farewellIn } from '../model/farewell.ts'
import type { QemuProcess } from '../qemu/process.ts'
import { Cut } from './cut.ts'
import type { Journal } from './journal.ts'

/** What can end a script from outside, beside the heartbeat. */
export interface Outside {
  readonly qemu: QemuProcess
  /** The guest's console, where a kernel panic, or its last word, would stand. */
  readonly console: string
  readonly overallMs: number
  readonly interrupt: AbortSignal
}

/** Cuts when QEMU ends by itself, when the time is up, when the person interrupts. Dispose ends the watch. */
export function watchOutside(outside: Outside, journal: Journal, cut: AbortController): Disposable {
  let watching = true
  const ended = ({ code, signal, words }: Awaited<QemuProcess['exited']>) => {
    if (!watching) return
    const console = readFileSync(outside.console, 'latin1')
    const panic = /Kernel panic[^\r\n]*/.exec(console)?.[0] ?? null
    const farewell = farewellIn(console)
    journal.append({
      kind: 'qemu',
      event: 'exited',
      code,
      signal,
      words,
      ...(panic === null ? {} : { panic }),
      ...(farewell === null ? {} : { farewell }),
    })
    cut.abort(new Cut('exit', `QEMU ended (${signal ?? `status ${code}`})`))
  }
  outside.qemu.exited.then(ended, () => undefined)
  const timer = setTimeout(() => {
    cut.abort(new Cut('timeout', `it had not ended after ${outside.overallMs / 1000} s`))
  }, outside.overallMs)
  const interrupted = () => cut.abort(new Cut('signal', 'interrupted'))
  if (outside.interrupt.aborted) interrupted()
  outside.interrupt.addEventListener('abort', interrupted, { once: true })
  return {
    [Symbol.dispose]() {
      watching = false
      clearTimeout(timer)
      outside.interrupt.removeEventListener('abort', interrupted)
    },
  }
}
