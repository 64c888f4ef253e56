import { closeSync, fstatSync, openSync, readSync } from 'node:fs'

/** The last bytes of a file of any size: QEMU or a guest may print to it without end. '' if it cannot be read. */
export function fileEnd(path: string, bytes: number, encoding: 'latin1' | 'utf8' = 'latin1'): string {
  let file: number | undefined
  try {
    file = openSync(path, 'r')
    const { size } = fstatSync(file)
    const buffer = Buffer.alloc(Math.min(size, bytes))
    const length = readSync(file, buffer, 0, buffer.length, size - buffer.length)
    return buffer.toString(encoding, 0, length)
  } catch {
    return ''
  } finally {
    if (file !== undefined) closeSync(file)
  }
}
