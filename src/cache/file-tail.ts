import { closeSync, fstatSync, openSync, readSync } from 'node:fs'

/** Enough for the messages and lines that are looked for. */
const maxBytes = 64 * 1024

/** The end of a file of any size: QEMU or a guest may print to it without end. Empty if it cannot be read. */
export function fileTail(path: string): Buffer {
  let file: number
  try {
    file = openSync(path, 'r')
  } catch {
    return Buffer.alloc(0)
  }
  try {
    const tail = Buffer.alloc(maxBytes)
    const from = Math.max(0, fstatSync(file).size - maxBytes)
    return tail.subarray(0, readSync(file, tail, 0, maxBytes, from))
  } finally {
    closeSync(file)
  }
}
