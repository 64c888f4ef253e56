import { randomBytes } from 'node:crypto'
import {
  closeSync,
  constants,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { codeOf } from '../../cache/code-of.ts'
import { InfraError, messageOf, UsageError } from '../../model/errors.ts'

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
  const doing = (work: () => void) => {
    try {
      work()
    } catch (error) {
      throw new InfraError(`cannot write ${path}: ${messageOf(error)}`, { cause: error })
    }
  }
  const place = tried(path)
  if (place.kind === 'stream') {
    const write = (text: string) => doing(() => writeFileSync(place.file, text))
    return { replace: write, append: write }
  }
  let isBegun = false
  return {
    replace: text => doing(() => replaceWhole(place.target, text)),
    append: text =>
      doing(() => {
        writeFileSync(place.target, text, { flag: isBegun ? 'a' : 'w' })
        isBegun = true
      }),
  }
}

/** A file that can be replaced, or what is open from now on: the reader of a pipe takes each closing for the end. */
type Place =
  | { readonly kind: 'file'; readonly target: string }
  | { readonly kind: 'stream'; readonly file: number }

/** Where a path leads. Throws UsageError. */
function tried(path: string): Place {
  try {
    const found = statSync(path, { throwIfNoEntry: false })
    if (found?.isFIFO()) return { kind: 'stream', file: openPipe(path) }
    if (found !== undefined && !found.isFile()) return { kind: 'stream', file: openSync(path, 'a') }
    const target = found === undefined ? path : realpathSync(path)
    replaceWhole(target, null)
    return { kind: 'file', target }
  } catch (error) {
    throw new UsageError(`--report: cannot write ${path}: ${messageOf(error)}`)
  }
}

/** Opening a pipe that nobody reads would wait for a reader, maybe for ever. */
function openPipe(path: string): number {
  const probe = openWithoutWaiting(path)
  try {
    return openSync(path, constants.O_WRONLY)
  } finally {
    closeSync(probe)
  }
}

function openWithoutWaiting(path: string): number {
  try {
    return openSync(path, constants.O_WRONLY | constants.O_NONBLOCK)
  } catch (error) {
    if (codeOf(error) !== 'ENXIO') throw error
    throw new Error('nothing reads this pipe: start the reader first')
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
