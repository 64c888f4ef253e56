import type { ScriptContext } from '../stage/script-context.ts'
import { Cut } from './cut.ts'

/** Cuts the script at the time limit, and when the user interrupts. Dispose to stop watching. */
export function watchForEnd(
  { limits, signal: interrupt }: Pick<ScriptContext, 'limits' | 'signal'>,
  cut: AbortController,
): Disposable {
  const timer = setTimeout(() => {
    cut.abort(new Cut('timeout', `the time limit of ${limits.overallMs / 1000} s was reached`))
  }, limits.overallMs)
  const interrupted = () => cut.abort(new Cut('signal', 'interrupted'))
  if (interrupt.aborted) interrupted()
  interrupt.addEventListener('abort', interrupted, { once: true })
  return {
    [Symbol.dispose]() {
      clearTimeout(timer)
      interrupt.removeEventListener('abort', interrupted)
    },
  }
}
