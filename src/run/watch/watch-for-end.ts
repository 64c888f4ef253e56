import { fileEnd } from '../../cache/file-end.ts'
import { farewellIn, panicIn } from '../../model/farewell.ts'
import { inputLimits } from '../../model/input-limits.ts'
import type { Exit } from '../../qemu/process.ts'
import type { ScriptContext } from '../stage/script-context.ts'
import { Cut } from './cut.ts'

/** Cuts the script when QEMU exits, at the time limit, and when the user interrupts. Dispose to stop watching. */
export function watchForEnd(
  { directory, journal, limits, guest, signal: interrupt }: ScriptContext,
  cut: AbortController,
): Disposable {
  let watching = true
  const ended = ({ code, signal, output: words }: Exit) => {
    if (!watching) return
    const console = fileEnd(directory.file('console'), inputLimits.outputEnd)
    const panic = panicIn(console)
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
  guest.qemu.exited.then(ended, () => undefined)
  const timer = setTimeout(() => {
    cut.abort(new Cut('timeout', `the time limit of ${limits.overallMs / 1000} s was reached`))
  }, limits.overallMs)
  const interrupted = () => cut.abort(new Cut('signal', 'interrupted'))
  if (interrupt.aborted) interrupted()
  interrupt.addEventListener('abort', interrupted, { once: true })
  return {
    [Symbol.dispose]() {
      watching = false
      clearTimeout(timer)
      interrupt.removeEventListener('abort', interrupted)
    },
  }
}
