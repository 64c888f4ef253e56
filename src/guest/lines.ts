import type { Readable } from 'node:stream'
import { inputLimits } from '../model/input-limits.ts'

/** Calls back for each complete line of a text stream. */
export function eachLine(stream: Readable, onLine: (line: string) => void): void {
  const take = lineTaker(onLine)
  stream.on('data', (chunk: Buffer) => take(chunk.toString()))
}

/**
 * Splits text that arrives in pieces into lines. Returns the function to pass each piece to. A guest may print without
 * ever ending the line: of a long one only the beginning is kept.
 */
export function lineTaker(onLine: (line: string) => void): (text: string) => void {
  const most = inputLimits.guestLine
  let line = ''
  return text => {
    for (const [index, part] of text.split('\n').entries()) {
      if (index > 0) {
        onLine(line.length > most ? `${line.slice(0, most)}…` : line.replace(/\r$/, ''))
        line = ''
      }
      if (line.length <= most) line += part
    }
  }
}
