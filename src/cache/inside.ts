import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs'
import { join } from 'node:path'
import { UsageError } from '../model/errors.ts'
import { codeOf } from './code-of.ts'

/** The size of a read where that of the file is not known, as for a pipe. */
const usualBytes = 64 * 1024

const { O_RDONLY, O_DIRECTORY, O_NOFOLLOW, O_NONBLOCK } = constants

/**
 * Reads a file below a folder that others may have written; null if it is not there. The user has named the folder, so
 * it may be a link; below it no link is followed and only a regular file is read: a link may lead to a private file,
 * and a pipe would never end. Throws UsageError, also for more than `mostBytes`; other errors of the system unchanged.
 */
export function readInside(folder: string, path: string, mostBytes: number): Buffer | null {
  const file = openInside(
    folder,
    path.split('/').filter(name => name !== ''),
  )
  if (file === null) return null
  const where = join(folder, path)
  try {
    if (!fstatSync(file).isFile()) throw refused(where, 'is not a regular file')
    return contentOf(file, where, mostBytes)
  } finally {
    closeSync(file)
  }
}

/** What is there, below a folder that others may have written. Throws UsageError for a link, there or on the way. */
export function kindInside(folder: string, path: string): 'file' | 'folder' | 'other' | null {
  const file = openInside(folder, path.split('/'))
  if (file === null) return null
  try {
    const found = fstatSync(file)
    if (found.isDirectory()) return 'folder'
    return found.isFile() ? 'file' : 'other'
  } finally {
    closeSync(file)
  }
}

/**
 * Reads a file, or a pipe, that the user named. Throws UsageError for more than `mostBytes`; errors of the system
 * unchanged.
 */
export function readNamed(path: string, mostBytes: number): Buffer {
  const file = openSync(path, O_RDONLY)
  try {
    return contentOf(file, path, mostBytes)
  } finally {
    closeSync(file)
  }
}

/**
 * Opens one name after the other, each in the folder that is already open, like openat(2): nobody can replace one
 * meanwhile.
 */
function openInside(folder: string, names: readonly string[]): number | null {
  let open = openSync(folder, O_RDONLY | O_DIRECTORY)
  for (const [index, name] of names.entries()) {
    if (name === '..' || name === '.') throw refused(join(folder, ...names), 'leads out of its folder')
    const above = open
    try {
      open = openSync(`/proc/self/fd/${above}/${name}`, O_RDONLY | O_NOFOLLOW | O_NONBLOCK)
    } catch (error) {
      const where = join(folder, ...names.slice(0, index + 1))
      if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') return null
      if (codeOf(error) === 'ELOOP') throw refused(where, 'is a symbolic link')
      if (codeOf(error) === 'ENXIO') throw refused(where, 'is not a regular file')
      throw new UsageError(`cannot read ${where}: ${codeOf(error)}`, { cause: error })
    } finally {
      closeSync(above)
    }
  }
  return open
}

function contentOf(file: number, where: string, mostBytes: number): Buffer {
  const chunks: Buffer[] = []
  const { size } = fstatSync(file)
  let length = 0
  for (;;) {
    const chunk = Buffer.allocUnsafe(
      Math.min(mostBytes + 1 - length, Math.max(size + 1 - length, usualBytes)),
    )
    const bytes = readSync(file, chunk)
    if (bytes === 0) return Buffer.concat(chunks)
    chunks.push(chunk.subarray(0, bytes))
    length += bytes
    if (length > mostBytes) throw refused(where, `has more than ${mostBytes} bytes`)
  }
}

function refused(where: string, why: string): UsageError {
  return new UsageError(`${where} ${why}, which chardev-fc never writes: it is not read`)
}
