import {
  accessSync,
  closeSync,
  constants,
  existsSync,
  openSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { makeFolder } from '../cache/make-folder.ts'
import type { StoredCell } from '../model/contract/document.ts'
import type { Evidence } from '../model/contract/evidence.ts'
import type { CellResult } from '../model/contract/result.ts'
import { currentSchema } from '../model/contract/schema-version.ts'
import type { TestRun } from '../model/contract/test-run.ts'
import { InfraError, messageOf, UsageError } from '../model/errors.ts'
import { readEvidence, writeEvidence } from './evidence-folder.ts'
import { lockFolder } from './lock-folder.ts'
import { cellText, parseResults, type Results, testRunText } from './results-text.ts'

/** A cell that has ended. */
export type EndedCell = Pick<StoredCell, 'place' | 'endedAt' | 'result'>

/**
 * Where one test run keeps its results, valid at every moment: the files of a cell are complete before its line is
 * appended to `results.jsonl`, and a line counts when it is whole.
 */
export class ResultsFolder implements Disposable {
  readonly #path: string
  readonly #file: number
  readonly #release: () => void
  #last: number

  /**
   * Begins the results of a test run; `resume`: goes on with those that are there, unless they have no cell yet. Throws
   * UsageError where there are results otherwise, where another process adds to them, or where none can be.
   */
  constructor(path: string, testRun: TestRun, resume = false) {
    const there = resume ? resumable(path) : null
    if (there === null) refuseUnlessFree(path)
    this.#path = path
    this.#last = (there?.cells ?? []).reduce((most, { number }) => Math.max(most, number), 0)
    let release: (() => void) | undefined
    try {
      makeFolder(join(path, 'cells'))
      release = lockFolder(path)
      if (there?.cells.length === 0) rmSync(resultsIn(path))
      this.#file = there?.cells.length ? openAgain(path, there) : openNew(path, testRun)
    } catch (error) {
      release?.()
      throw error instanceof UsageError ? error : unwritable(path, error)
    }
    this.#release = release
  }

  /** Adds a cell, with its evidence (null: it was not played). Throws InfraError. */
  add({ place, endedAt, result }: EndedCell, evidence: Evidence | null): void {
    const number = this.#last + 1
    const { dir: _, ...lasting } = result
    const files = evidence === null ? null : `cells/${number}-${fileName(result)}`
    const placed = { number, ...(place === undefined ? {} : { place }) }
    try {
      if (evidence !== null) writeEvidence(join(this.#path, files ?? ''), evidence)
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

/** Throws UsageError where new results cannot be: where some are already, or nothing can be written. Makes nothing. */
export function refuseUnlessFree(path: string): void {
  if (existsSync(resultsIn(path)))
    throw new UsageError(`--results: ${path} has results already: choose another folder, or remove it`)
  let above = path
  while (!existsSync(above)) above = dirname(above)
  try {
    // The dot: a file is no folder.
    accessSync(`${above}/.`, constants.W_OK)
  } catch (error) {
    throw unwritable(path, error)
  }
}

/** The file with the lines, which a folder with results has. */
export function resultsIn(folder: string): string {
  return join(folder, 'results.jsonl')
}

/** The results in a folder. Throws UsageError, one line that says what is wrong with which file. */
export function readResults(folder: string): Results {
  const path = resultsIn(folder)
  try {
    return parseResults(readFileSync(path, 'utf8'), path)
  } catch (error) {
    if (error instanceof UsageError) throw error
    throw new UsageError(`cannot read the results folder ${path}: ${messageOf(error)}`)
  }
}

/** What a test run can be gone on with, if anything. Throws UsageError for results of another schema than is written. */
export function resumable(folder: string): Results | null {
  if (!existsSync(resultsIn(folder))) return null
  const there = readResults(folder)
  if (there.schema === currentSchema) return there
  throw new UsageError(
    `--resume: ${folder} has results of schema ${there.schema}, but this version writes schema ${currentSchema}; start a new test run`,
  )
}

/** What the results in a folder have of a cell; null: it was not played. */
export function storedEvidence(folder: string, { files }: StoredCell): Evidence | null {
  return files === null ? null : readEvidence(join(folder, files))
}

function openNew(path: string, testRun: TestRun): number {
  const file = openSync(resultsIn(path), 'wx')
  writeSync(file, testRunText(testRun))
  return file
}

/** Behind the last whole line. */
function openAgain(path: string, { cutShort }: Results): number {
  const bytes = readFileSync(resultsIn(path))
  if (cutShort) truncateSync(resultsIn(path), bytes.lastIndexOf('\n') + 1)
  const file = openSync(resultsIn(path), 'a')
  if (!cutShort && bytes.at(-1) !== 0x0a) writeSync(file, '\n')
  return file
}

function fileName({ case: played, qemu, accel }: CellResult): string {
  return `${played}-${qemu.label}-${accel}`.replaceAll(/[^\w.+-]+/g, '-').slice(0, 80)
}

function unwritable(path: string, error: unknown): UsageError {
  return new UsageError(`--results: cannot write to ${path}: ${messageOf(error)}`)
}
