import type { OnProgress } from '../../model/progress-event.ts'
import { sizeText } from '../../model/value/units.ts'

/** The interval between redraws of a progress line, ms. */
const everyMs = 200

/**
 * Writes progress events: a step as a line; the progress of a step as one line, which is redrawn on a terminal and
 * elsewhere written once, when the step is done.
 */
export function progressTo(stream: NodeJS.WriteStream): OnProgress {
  let drawnAt = 0
  let open = false
  const endLine = () => {
    if (open) stream.write('\n')
    open = false
  }
  return event => {
    if (typeof event === 'string') {
      endLine()
      stream.write(`${event}\n`)
      return
    }
    const whole = event.done >= event.total
    const now = performance.now()
    const text = `  ${event.text}: ${sizeText(event.done)} of ${sizeText(event.total)}`
    if (!stream.isTTY) {
      if (whole) stream.write(`${text}\n`)
      return
    }
    if (!whole && now - drawnAt < everyMs) return
    drawnAt = now
    stream.write(`\r\x1b[K${text}`)
    open = true
    if (whole) endLine()
  }
}
