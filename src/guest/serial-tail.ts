import { closeSync, openSync, readSync } from 'node:fs'
import { lineTaker } from './lines.ts'

/**
 * Follows an existing file to which QEMU writes a serial port, line by line. The file is polled; a file chardev never
 * blocks QEMU, whether it is read or not.
 */
export function serialTail(path: string, everyMs: number, onLine: (line: string) => void): Disposable {
  const file = openSync(path, 'r')
  const chunk = Buffer.alloc(16 * 1024)
  const take = lineTaker(onLine)
  const timer = setInterval(() => {
    for (let bytes = 1; bytes > 0; ) {
      bytes = readSync(file, chunk, 0, chunk.length, null)
      take(chunk.toString('latin1', 0, bytes))
    }
  }, everyMs)
  return {
    [Symbol.dispose]() {
      clearInterval(timer)
      closeSync(file)
    },
  }
}
