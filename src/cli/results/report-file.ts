import { closeSync, constants, existsSync, openSync, realpathSync, statSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { codeOf } from '../../cache/code-of.ts'
import { refuseForeignLinks } from '../../cache/foreign-link.ts'
import { checkReplaceable, replaceFile } from '../../cache/replace-file.ts'
import { InfraError, messageOf, UsageError } from '../../model/errors.ts'

const { O_WRONLY, O_NONBLOCK, O_CREAT, O_NOFOLLOW, O_APPEND, O_TRUNC } = constants

export interface ReportFile {
  /** Replaces the file with the whole report in one step, or leaves it as it was. Throws InfraError. */
  replace(text: string): void
  /** Adds a part of the report, for programs that follow the file. Throws InfraError. */
  append(text: string): void
}

/**
 * A file to write a report to. Whether it can be written is checked now, not at the end of a long test run. A pipe or
 * device (`/dev/stderr`) is written to directly. Throws UsageError.
 */
export function reportFile(path: string): ReportFile {
  const attempt = (work: () => void) => {
    try {
      work()
    } catch (error) {
      throw new InfraError(`cannot write ${path}: ${messageOf(error)}`, { cause: error })
    }
  }
  const place = placeOf(path)
  if (place.kind === 'stream') {
    const write = (text: string) => attempt(() => writeFileSync(place.file, text))
    return { replace: write, append: write }
  }
  let hasContent = false
  return {
    replace: text => attempt(() => replaceFile(place.target, text)),
    append: text =>
      attempt(() => {
        const file = openSync(
          place.target,
          O_WRONLY | O_CREAT | O_NOFOLLOW | (hasContent ? O_APPEND : O_TRUNC),
        )
        try {
          writeFileSync(file, text)
        } finally {
          closeSync(file)
        }
        hasContent = true
      }),
  }
}

/** A file to replace, or an open descriptor: the reader of a pipe takes each close for the end. */
type Place =
  | { readonly kind: 'file'; readonly target: string }
  | { readonly kind: 'stream'; readonly file: number }

/** Throws UsageError. */
function placeOf(path: string): Place {
  try {
    refuseForeignLinks(path)
    const found = statSync(path, { throwIfNoEntry: false })
    if (found?.isFIFO()) return { kind: 'stream', file: openPipe(path) }
    if (found !== undefined && !found.isFile()) return { kind: 'stream', file: openSync(path, 'a') }
    const target = found === undefined ? path : realpathSync(path)
    checkReplaceable(target)
    return { kind: 'file', target }
  } catch (error) {
    throw new UsageError(`--report: cannot write ${path}: ${whyNot(path, error)}`)
  }
}

/** The folder may be missing, and the file that could not be made in it has a name that nobody knows. */
function whyNot(path: string, error: unknown): string {
  const folder = dirname(path)
  if (codeOf(error) === 'ENOENT' && !existsSync(folder)) return `there is no folder ${folder}`
  return messageOf(error).replace(/, open '.*\.part'$/, '')
}

/** Opening a pipe without a reader would block, so it is opened without blocking first. */
function openPipe(path: string): number {
  let probe: number
  try {
    probe = openSync(path, O_WRONLY | O_NONBLOCK)
  } catch (error) {
    if (codeOf(error) !== 'ENXIO') throw error
    throw new Error('nothing reads this pipe: start the reader first')
  }
  try {
    return openSync(path, O_WRONLY)
  } finally {
    closeSync(probe)
  }
}
