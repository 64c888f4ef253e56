import type { Frontend } from './frontend.ts'
import { shellWord } from './shell-word.ts'

/** The line that the guest writes to the port after a standstill, to show whether anything still comes. */
export const markerLine = '<?>'

/** What the host sends for that: one byte, so that a reader that waits for more than that goes on waiting. */
export const markerByte = '\n'

/** The guest's shell text that writes the line. */
export function markerCommand({ isFile, port }: Frontend): string {
  if (isFile) return `echo ${shellWord(markerLine)} > ${port}`
  return `for byte in ${[...Buffer.from(`${markerLine}\n`)].join(' ')}; do outb ${port} $byte; done`
}
