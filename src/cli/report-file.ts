import { randomBytes } from 'node:crypto'
import { closeSync, openSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { InfraError, messageOf, UsageError } from '../model/errors.ts'

/** Where a report goes. */
export interface ReportFile {
  /** The whole report: it takes the place of what was there in one step, or not at all. Throws InfraError. */
  replace(text: string): void
  /** A part of it, seen at once by who follows the file. Throws InfraError. */
  append(text: string): void
}

/**
 * A file that a report can be written to, tried out now: long work must not end in a report that goes nowhere.
 * A pipe or device (`/dev/stderr`) is written to as it is. Throws UsageError.
 */
export function reportFile(path: string): ReportFile {
  const { target, isPlain } = tried(path)
  let isBegun = false
  return {
    replace: text => doing(path, () => (isPlain ? replaceWhole(target, text) : writeFileSync(path, text))),
    append: text =>
      doing(path, () => {
        writeFileSync(path, text, { flag: isBegun || !isPlain ? 'a' : 'w' })
        isBegun = true
      }),
  }
}

/** Where a path leads, and whether what is there can be replaced. Throws UsageError. */
function tried(path: string): { target: string; isPlain: boolean } {
  try {
    const found = statSync(path, { throwIfNoEntry: false })
    const target = found === undefined ? path : realpathSync(path)
    const isPlain = found?.isFile() ?? true
    if (isPlain) replaceWhole(target, null)
    else closeSync(openSync(path, 'a'))
    return { target, isPlain }
  } catch (error) {
    throw new UsageError(`wanted to write a report to ${path}, but ${messageOf(error)}`)
  }
}

/** Through a file in the same folder that is then renamed; null: only tries whether there can be one. */
function replaceWhole(path: string, text: string | null): void {
  const part = join(dirname(path), `.chardev-fc-${randomBytes(6).toString('hex')}.part`)
  try {
    writeFileSync(part, text ?? '', { flag: 'wx' })
    if (text !== null) renameSync(part, path)
  } finally {
    rmSync(part, { force: true })
  }
}

function doing(path: string, work: () => void): void {
  try {
    work()
  } catch (error) {
    throw new InfraError(`cannot write ${path}: ${messageOf(error)}`, { cause: error })
  }
}
