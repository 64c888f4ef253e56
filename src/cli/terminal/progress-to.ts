import type { OnProgress } from '../../model/progress-event.ts'
import { sizeText } from '../../model/value/units.ts'

/** How often a progress line is drawn anew, ms. */
const everyMs = 200

/**
 * Tells a person what goes on: steps as lines; progress as one line that is drawn over on a terminal,
 * and elsewhere only once, when it is done.
 */
export function progressTo(stream: NodeJS.WriteStream): OnProgress {
  let drawnAt = 0
  let open = false
  const endLine = () => {
    if (open) stream.write('\n')
    open = false
  }
  return word => {
    if (typeof word === 'string') {
      endLine()
      stream.write(`${word}\n`)
      return
    }
    const whole = word.done >= word.total
    const now = performance.now()
    const text = `  ${word.text}: ${sizeText(word.done)} of ${sizeText(word.total)}`
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
