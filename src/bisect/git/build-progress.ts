import { fileEnd } from '../../cache/file-end.ts'
import type { OnProgress } from '../../model/progress-event.ts'
import { timeText } from '../../model/value/time-text.ts'

/** The interval between two statuses, ms. */
const everyMs = 1000

/** Tells where the output of a build goes and, until disposed, how long the build has taken and its last line. */
export function buildProgress(log: string, onProgress: OnProgress): Disposable {
  const began = performance.now()
  onProgress(`  building; its output goes to ${log}`)
  const timer = setInterval(() => {
    const seconds = Math.round((performance.now() - began) / 1000)
    const lastLine =
      fileEnd(log, 1000, 'utf8')
        .trimEnd()
        .split(/[\r\n]/)
        .at(-1) ?? ''
    onProgress({ text: `  ${timeText(seconds)} · ${lastLine.trim()}`, status: true })
  }, everyMs)
  return {
    [Symbol.dispose]() {
      clearInterval(timer)
      onProgress({ text: '', status: true })
    },
  }
}
