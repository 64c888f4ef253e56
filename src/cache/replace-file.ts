import { randomBytes } from 'node:crypto'
import { renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** A new path beside that one, for what is to replace it as a whole. */
export function pathBeside(path: string): string {
  return join(dirname(path), `.chardev-fc-${randomBytes(6).toString('hex')}.part`)
}

/** Replaces a file in one step, or leaves it as it was. Throws Node's errors. */
export function replaceFile(path: string, text: string): void {
  withPart(path, text, part => renameSync(part, path))
}

/** Throws Node's errors if `replaceFile` could not write in the folder of that file. */
export function checkReplaceable(path: string): void {
  withPart(path, '', () => undefined)
}

function withPart(path: string, text: string, use: (part: string) => void): void {
  const part = pathBeside(path)
  try {
    writeFileSync(part, text, { flag: 'wx' })
    use(part)
  } finally {
    rmSync(part, { force: true })
  }
}
