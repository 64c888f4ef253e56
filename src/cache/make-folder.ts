import { mkdirSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { InfraError } from '../model/errors.ts'
import { codeOf } from './code-of.ts'

/**
 * Makes a folder and its parents; an existing folder is fine. Node's own `recursive` (20.20) never returns where a file
 * system answers ENOENT to a mkdir in an existing folder, as procfs and autofs do: this throws InfraError instead.
 * Throws mkdir's other errors unchanged.
 */
export function makeFolder(path: string, mode?: number): void {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) return
  const parent = dirname(path)
  if (parent !== path) makeFolder(parent, mode)
  try {
    mkdirSync(path, mode)
  } catch (error) {
    // Another process made it meanwhile.
    if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) return
    if (codeOf(error) !== 'ENOENT') throw error
    throw new InfraError(
      `cannot make the folder ${path}: the file system does not allow it; choose another place`,
    )
  }
}
