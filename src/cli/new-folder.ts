import { readdirSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { codeOf } from '../cache/code-of.ts'
import { refuseForeignLinks } from '../cache/foreign-link.ts'
import { makeFolder } from '../cache/make-folder.ts'
import { pathBeside } from '../cache/replace-file.ts'
import { addScratch, forgetScratch } from '../cache/scratch.ts'
import { InfraError, messageOf, UsageError } from '../model/errors.ts'

/** A file by its path in the folder. */
interface NewFile {
  readonly path: string
  readonly text: string
}

/**
 * Writes a folder as a whole, or not at all: the files are written into one beside it, which then gets its name. Throws
 * UsageError unless the folder is new or empty and can be made, InfraError if a file cannot be written.
 */
export function writeNewFolder(folder: string, files: readonly NewFile[]): void {
  const target = freePlace(folder)
  const beside = pathBeside(target)
  addScratch(beside)
  try {
    makeBeside(beside, folder)
    writeAll(beside, files, folder)
    renameSync(beside, target)
  } catch (error) {
    rmSync(beside, { recursive: true, force: true })
    if (error instanceof UsageError || error instanceof InfraError) throw error
    // Another program has written there meanwhile, or something is mounted there.
    throw unwritable(folder, error)
  } finally {
    forgetScratch(beside)
  }
}

/** The absolute path of a folder that is missing or empty. */
function freePlace(folder: string): string {
  if (folder === '') throw new UsageError('expected a folder, got an empty value (is a variable empty?)')
  refuseForeignLinks(folder)
  try {
    if (statSync(folder, { throwIfNoEntry: false }) === undefined) return resolve(folder)
    const isEmpty = readdirSync(folder).length === 0
    if (!isEmpty) throw new UsageError(`${folder} is not empty: choose a new folder`)
    const path = realpathSync(folder)
    // The shell would stay in the folder that is replaced.
    if (path === realpathSync('.')) throw new UsageError(`${folder} is the current folder: choose a new one`)
    return path
  } catch (error) {
    throw error instanceof UsageError ? error : unwritable(folder, error)
  }
}

function makeBeside(beside: string, folder: string): void {
  try {
    makeFolder(beside)
  } catch (error) {
    throw unwritable(folder, error)
  }
}

function writeAll(beside: string, files: readonly NewFile[], folder: string): void {
  try {
    for (const { path, text } of files) {
      makeFolder(dirname(join(beside, path)))
      writeFileSync(join(beside, path), text, { flag: 'wx' })
    }
  } catch (error) {
    throw new InfraError(`cannot write ${folder}: ${messageOf(error)}`, { cause: error })
  }
}

function unwritable(folder: string, error: unknown): UsageError {
  const why = codeOf(error) === 'ENOTEMPTY' ? 'it is not empty any more' : messageOf(error)
  return new UsageError(`cannot write ${folder}: ${why}`)
}
