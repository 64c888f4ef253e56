import type { Payload } from './payload.ts'

const chunkBytes = 16 * 1024

/**
 * How many bytes a host sends before they are recorded as accepted: fewer if it sends in pieces, because each takes its
 * time.
 */
export function sentAtOnce(pieceBytes?: number): number {
  return pieceBytes === undefined ? chunkBytes : 16 * pieceBytes
}

/** The bytes of a payload, in chunks of about 16 KiB. */
export function* payloadChunks(payload: Payload): Generator<Buffer> {
  switch (payload.kind) {
    case 'zeros':
      for (let left = payload.bytes; left > 0; left -= chunkBytes) {
        yield Buffer.alloc(Math.min(left, chunkBytes))
      }
      return
    case 'counting': {
      const linesAChunk = Math.ceil(chunkBytes / payload.width)
      for (let first = 1; first <= payload.lines; first += linesAChunk) {
        yield countingLines(first, Math.min(payload.lines, first + linesAChunk - 1), payload.width)
      }
      return
    }
    case 'text':
      yield Buffer.from(payload.text, 'latin1')
  }
}

/** Lines of the counting payload, as `seq -w` prints them; `width` in bytes, the newline included. */
export function countingLines(first: number, last: number, width: number): Buffer {
  let lines = ''
  for (let number = first; number <= last; number++) lines += `${String(number).padStart(width - 1, '0')}\n`
  return Buffer.from(lines, 'latin1')
}
