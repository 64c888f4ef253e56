import {
  accessSync,
  closeSync,
  constants,
  existsSync,
  ftruncateSync,
  openSync,
  rmSync,
  writeSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { refuseForeignLinks } from '../cache/foreign-link.ts'
import { kindInside, readInside } from '../cache/inside.ts'
import { makeFolder } from '../cache/make-folder.ts'
import type { StoredCell } from '../model/contract/document.ts'
import type { Evidence } from '../model/contract/evidence.ts'
import type { CellResult } from '../model/contract/result.ts'
import { currentSchema } from '../model/contract/schema-version.ts'
import type { TestRun } from '../model/contract/test-run.ts'
import { InfraError, messageOf, UsageError } from '../model/errors.ts'
import { inputLimits } from '../model/input-limits.ts'
import { readEvidence, writeEvidence } from './evidence-folder.ts'
import { lockFolder } from './lock-folder.ts'
import { cellText, parseResults, type Results, testRunText } from './results-text.ts'

const resultsFile = 'results.jsonl'

/** A finished cell. */
export type EndedCell = Pick<StoredCell, 'place' | 'endedAt' | 'result'>

/**
 * The results folder of one test run. It is valid at any time: the files of a cell are complete before its line is
 * appended to `results.jsonl`, and a partial last line is ignored.
 */
export class ResultsFolder implements Disposable {
  readonly #path: string
  readonly #file: number
  readonly #release: () => void
  #last: number

  /**
   * Starts the results of a test run. With `resume` it appends to existing results that have a cell. Throws UsageError
   * if the folder has results without `resume`, is in use by another process, or is not writable.
   */
  constructor(path: string, testRun: TestRun, resume = false) {
    const there = resume ? resumable(path) : null
    if (there === null) refuseUnlessFree(path)
    this.#path = path
    this.#last = (there?.cells ?? []).reduce((most, { number }) => Math.max(most, number), 0)
    let release: (() => void) | undefined
    try {
      makeFolder(join(path, 'cells'))
      kindInside(path, 'cells')
      release = lockFolder(path)
      if (there?.cells.length === 0) rmSync(resultsIn(path))
      this.#file = there?.cells.length ? openAgain(path, there) : openNew(path, testRun)
    } catch (error) {
      release?.()
      throw error instanceof UsageError ? error : unwritable(path, error)
    }
    this.#release = release
  }

  /** Adds a cell; `evidence` is null for a skipped one. Throws InfraError. */
  add({ place, endedAt, result }: EndedCell, evidence: Evidence | null): void {
    const number = this.#last + 1
    const { dir: _, ...lasting } = result
    const files = evidence && `cells/${number}-${fileName(result)}`
    const placed = { number, ...(place === undefined ? {} : { place }) }
    try {
      if (evidence && files) writeEvidence(join(this.#path, files), evidence)
      writeSync(this.#file, cellText({ ...placed, endedAt, files, result: lasting }))
    } catch (error) {
      throw new InfraError(`cannot keep results in ${this.#path}: ${messageOf(error)}`, { cause: error })
    }
    this.#last = number
  }

  [Symbol.dispose](): void {
    closeSync(this.#file)
    this.#release()
  }
}

/** Throws UsageError if the folder already has results or is not writable. Creates nothing. */
export function refuseUnlessFree(path: string): void {
  refuseForeignLinks(path)
  if (existsSync(resultsIn(path)))
    throw new UsageError(`--results: ${path} has results already: choose another folder, or remove it`)
  let above = path
  while (!existsSync(above)) above = dirname(above)
  try {
    // The dot makes a file fail: it is not a folder.
    accessSync(`${above}/.`, constants.W_OK)
  } catch (error) {
    throw unwritable(path, error)
  }
}

/** The path of `results.jsonl`, which every results folder has. */
export function resultsIn(folder: string): string {
  return join(folder, resultsFile)
}

/**
 * Reads a results folder, or the one at `path` in it: no link below `folder` is followed. Throws UsageError, one line that
 * names the file and what is wrong.
 */
export function readResults(folder: string, path = ''): Results {
  const where = resultsIn(join(folder, path))
  const unreadable = (why: string) => new UsageError(`cannot read the results folder ${where}: ${why}`)
  try {
    const bytes = readInside(folder, join(path, resultsFile), inputLimits.fileBytes)
    if (bytes === null) throw unreadable('there is no such file')
    return parseResults(bytes.toString(), where)
  } catch (error) {
    if (error instanceof UsageError) throw error
    throw unreadable(messageOf(error))
  }
}

/** The results to resume, or null if the folder has none. Throws UsageError for results of another schema. */
export function resumable(folder: string): Results | null {
  if (!existsSync(resultsIn(folder))) return null
  const there = readResults(folder)
  if (there.schema === currentSchema) return there
  throw new UsageError(
    `--resume: ${folder} has results of schema ${there.schema}, but this version writes schema ${currentSchema}; start a new test run`,
  )
}

/** The evidence of a cell in a results folder; null if the cell was skipped. */
export function storedEvidence(folder: string, { files }: StoredCell): Evidence | null {
  return files === null ? null : readEvidence(folder, files)
}

function openNew(path: string, testRun: TestRun): number {
  const file = openSync(resultsIn(path), 'wx')
  writeSync(file, testRunText(testRun))
  return file
}

/** Opens for appending after the last complete line. */
function openAgain(path: string, { cutShort }: Results): number {
  const bytes = readInside(path, resultsFile, inputLimits.fileBytes) ?? Buffer.alloc(0)
  const file = openSync(resultsIn(path), constants.O_WRONLY | constants.O_APPEND | constants.O_NOFOLLOW)
  if (cutShort) ftruncateSync(file, bytes.lastIndexOf('\n') + 1)
  if (!cutShort && bytes.at(-1) !== 0x0a) writeSync(file, '\n')
  return file
}

function fileName({ case: played, qemu, accel }: CellResult): string {
  return `${played}-${qemu.label}-${accel}`.replaceAll(/[^\w.+-]+/g, '-').slice(0, 80)
}

function unwritable(path: string, error: unknown): UsageError {
  return new UsageError(`--results: cannot write to ${path}: ${messageOf(error)}`)
}
