import type { OnProgress } from '../../model/progress-event.ts'
import { shortened } from '../../model/value/shortened.ts'
import { sizeText } from '../../model/value/units.ts'
import type { Output } from './output.ts'

/** The interval between redraws of a progress line, ms. */
const everyMs = 200

/**
 * Writes progress events: a step as a line; the progress of a step as one line, which is redrawn on a terminal and
 * elsewhere written once, when the step is done; a status on a terminal only.
 */
export function progressTo(output: Output): OnProgress {
  let drawnAt = 0
  let open = false
  let last = ''
  const endLine = () => {
    if (open) output.print('\n')
    open = false
  }
  const draw = (text: string) => {
    output.stream.write('\r\x1b[K')
    output.print(text)
    open = text !== ''
  }
  return event => {
    if (typeof event === 'string') {
      endLine()
      output.print(`${event}\n`)
      return
    }
    if ('status' in event) {
      // A line that wraps cannot be redrawn.
      if (output.isTerminal) draw(shortened(event.text, (output.stream.columns || 80) - 1))
      return
    }
    const whole = event.done >= event.total
    const now = performance.now()
    const text = `  ${event.text}: ${sizeText(event.done)} of ${sizeText(event.total)}`
    if (!output.isTerminal) {
      // A program may tell its end more than once.
      if (whole && text !== last) output.print(`${text}\n`)
      if (whole) last = text
      return
    }
    if (!whole && now - drawnAt < everyMs) return
    drawnAt = now
    draw(text)
    if (whole) endLine()
  }
}
