import type { Readable } from 'node:stream'

/** Calls back for each whole line of a stream of text. */
export function eachLine(stream: Readable, onLine: (line: string) => void): void {
  const take = lineTaker(onLine)
  stream.on('data', (chunk: Buffer) => take(chunk.toString()))
}

/** Takes text in any pieces and gives out whole lines. */
export function lineTaker(onLine: (line: string) => void): (text: string) => void {
  let rest = ''
  return text => {
    const lines = (rest + text).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) onLine(line.replace(/\r$/, ''))
  }
}
