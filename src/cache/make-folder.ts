import { mkdirSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { InfraError } from '../model/errors.ts'
import { codeOf } from './code-of.ts'

/**
 * Makes a folder and those above it; one that is there is well. Node's own `recursive` (20.20) never comes back where a
 * file system answers ENOENT to a mkdir in a folder that is there, as procfs and autofs do: that is an InfraError here. Throws
 * what else mkdir says.
 */
export function makeFolder(path: string, mode?: number): void {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) return
  const above = dirname(path)
  if (above !== path) makeFolder(above, mode)
  try {
    mkdirSync(path, mode)
  } catch (error) {
    // Another process was faster.
    if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) return
    if (codeOf(error) !== 'ENOENT') throw error
    throw new InfraError(
      `cannot make the folder ${path}: the file system does not allow it; choose another place`,
    )
  }
}
