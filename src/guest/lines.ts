import type { Readable } from 'node:stream'

/** Calls back for each complete line of a text stream. */
export function eachLine(stream: Readable, onLine: (line: string) => void): void {
  const take = lineTaker(onLine)
  stream.on('data', (chunk: Buffer) => take(chunk.toString()))
}

/** Splits text that arrives in pieces into lines. Returns the function to pass each piece to. */
export function lineTaker(onLine: (line: string) => void): (text: string) => void {
  let rest = ''
  return text => {
    const lines = (rest + text).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) onLine(line.replace(/\r$/, ''))
  }
}
