import { shellWord } from '../value/shell-word.ts'
import type { Frontend } from './frontend.ts'

/** The line that the guest writes to the port after a standstill, to test whether anything still arrives. */
export const markerLine = '<?>'

/** What the host sends for the same purpose: one byte, so that a reader that waits for more keeps waiting. */
export const markerByte = '\n'

/** The guest's shell text that writes the line, a few times: another process may read from a FIFO, too. */
export function markerCommand({ isFile, port }: Frontend): string {
  const bytes = [...Buffer.from(`${markerLine}\n`)].join(' ')
  const write = isFile
    ? `echo ${shellWord(markerLine)} > ${port}`
    : `for byte in ${bytes}; do outb ${port} $byte; done`
  return `${write} && sleep 1 && ${write} && sleep 1 && ${write}`
}
