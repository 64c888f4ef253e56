import {
  accessSync,
  closeSync,
  constants,
  copyFileSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { makeFolder } from '../cache/make-folder.ts'
import { parseJournal } from '../judge/journal-text.ts'
import type { StoredCell } from '../model/document.ts'
import { InfraError, messageOf, UsageError } from '../model/errors.ts'
import type { Kept } from '../model/kept.ts'
import type { CellResult } from '../model/result.ts'
import type { Round } from '../model/round.ts'
import { currentSchema } from '../model/schema-version.ts'
import { ownFolder } from './own-folder.ts'
import { cellText, parseResults, type Results, roundText } from './results-text.ts'

const lines = 'results.jsonl'
const journal = 'journal.jsonl'
/** What a cell keeps beside its journal, by the names that a run directory has them under. */
const texts = { commandLine: 'command-line', reproduction: 'reproduction', script: 'reproduce.sh' } as const

/**
 * Where one round keeps its results, valid at every moment: the files of a cell are complete before its line is
 * appended to `results.jsonl`, and a line counts when it is whole.
 */
export class ResultsFolder implements Disposable {
  readonly path: string
  readonly #file: number
  readonly #release: () => void
  #last: number

  private constructor(path: string, file: number, last: number, release: () => void) {
    this.path = path
    this.#file = file
    this.#last = last
    this.#release = release
  }

  /** Begins the results of a round. Throws UsageError where there are results already, or where none can be. */
  static create(path: string, round: Round): ResultsFolder {
    reserveResults(path)
    const release = ownFolder(path)
    try {
      const folder = new ResultsFolder(path, openSync(join(path, lines), 'wx'), 0, release)
      writeSync(folder.#file, roundText(round))
      return folder
    } catch (error) {
      release()
      throw unwritable(path, error)
    }
  }

  /** Goes on in a folder, and tells what is there. Throws UsageError where there is nothing to go on with. */
  static resume(path: string): { folder: ResultsFolder; results: Results } {
    const results = readResults(path)
    if (results.schema !== currentSchema)
      throw new UsageError(
        `wanted to go on with ${path}, but it has results of schema ${results.schema}, this version writes schema ${currentSchema}: begin a new round`,
      )
    const release = ownFolder(path)
    const file = join(path, lines)
    try {
      const bytes = readFileSync(file)
      if (results.cutShort) truncateSync(file, bytes.lastIndexOf('\n') + 1)
      const opened = openSync(file, 'a')
      if (!results.cutShort && bytes.at(-1) !== 0x0a) writeSync(opened, '\n')
      const last = Math.max(0, ...results.cells.map(({ number }) => number))
      return { folder: new ResultsFolder(path, opened, last, release), results }
    } catch (error) {
      release()
      throw unwritable(path, error)
    }
  }

  /**
   * Adds a cell that has ended, with what its run directory, or its folder among other results, holds (null: it was not
   * played), and its place in the order of the plan. Throws InfraError.
   */
  add(result: CellResult, runDirectory: string | null, endedAt: Date, place?: number): StoredCell {
    const number = this.#last + 1
    const { dir: _, ...lasting } = result
    const files = runDirectory === null ? null : `cells/${number}-${fileName(result)}`
    const cell: StoredCell = {
      number,
      ...(place === undefined ? {} : { place }),
      endedAt: endedAt.toISOString(),
      files,
      result: lasting,
    }
    try {
      if (files !== null && runDirectory !== null) this.#keep(runDirectory, join(this.path, files))
      writeSync(this.#file, cellText(cell))
    } catch (error) {
      throw new InfraError(`cannot keep results in ${this.path}: ${messageOf(error)}`, { cause: error })
    }
    this.#last = number
    return cell
  }

  #keep(runDirectory: string, to: string): void {
    const part = `${to}.part`
    for (const left of [part, to]) rmSync(left, { recursive: true, force: true })
    mkdirSync(part)
    writeFileSync(join(part, `${journal}.gz`), gzipSync(readJournal(runDirectory)))
    for (const name of Object.values(texts)) {
      const file = join(runDirectory, name)
      if (existsSync(file)) copyFileSync(file, join(part, name))
    }
    renameSync(part, to)
  }

  [Symbol.dispose](): void {
    closeSync(this.#file)
    this.#release()
  }
}

/** Makes the folder for new results. Throws UsageError where there are results already, or where none can be. */
export function reserveResults(path: string): void {
  try {
    makeFolder(join(path, 'cells'))
    accessSync(path, constants.W_OK)
  } catch (error) {
    throw unwritable(path, error)
  }
  if (existsSync(join(path, lines)))
    throw new UsageError(
      `wanted a folder for new results, but ${path} has some already: choose another, or remove it`,
    )
}

/** Takes away the lines of results that hold no cell. Throws UsageError while a command adds to them. */
export function discardResults(path: string): void {
  const release = ownFolder(path)
  try {
    rmSync(join(path, lines))
  } finally {
    release()
  }
}

/** Where a round is kept before it takes its place in a history; none of the past. */
export function unfinished(folder: string): string {
  return `${folder}.part`
}

/** The file with the lines, which a folder with results has. */
export function resultsIn(folder: string): string {
  return join(folder, lines)
}

/** The results in a folder. Throws UsageError, one line that says what is wrong with which file. */
export function readResults(folder: string): Results {
  const path = resultsIn(folder)
  try {
    return parseResults(readFileSync(path, 'utf8'), path)
  } catch (error) {
    if (error instanceof UsageError) throw error
    throw new UsageError(`wanted a folder with results, cannot read ${path}: ${messageOf(error)}`)
  }
}

/** What a run directory, or a cell's folder among results, holds. A journal that is broken is told, not thrown. */
export function readKept(directory: string): Kept {
  const found = Object.entries(texts).map(([name, file]) => [
    name,
    readIfThere(join(directory, file))?.toString(),
  ])
  const kept = Object.fromEntries(found.filter(([, text]) => text !== undefined)) as Omit<Kept, 'history'>
  try {
    return { history: parseJournal(readJournal(directory)), ...kept }
  } catch (error) {
    return { history: [], trouble: messageOf(error), ...kept }
  }
}

/** The text of the journal in a folder, packed or not. Throws what `readFileSync` and `gunzipSync` throw. */
export function readJournal(directory: string): string {
  const packed = readIfThere(join(directory, `${journal}.gz`))
  return packed === undefined ? readFileSync(join(directory, journal), 'utf8') : gunzipSync(packed).toString()
}

/** Earlier rounds in a folder of folders, the oldest first. What cannot be read is told and left out. */
export function readPast(folder: string, leftOut: (why: string) => void): Results[] {
  const found = statSync(folder, { throwIfNoEntry: false })
  if (found === undefined) return []
  if (!found.isDirectory())
    throw new UsageError(`wanted a folder for the history (--history DIR), but ${folder} is a file`)
  const rounds: Results[] = []
  for (const name of readdirSync(folder).sort()) {
    const path = join(folder, name)
    if (name.endsWith('.part') || !existsSync(join(path, lines))) continue
    try {
      rounds.push(readResults(path))
    } catch (error) {
      leftOut(messageOf(error))
    }
  }
  return rounds.toSorted((a, b) => Date.parse(a.round.startedAt) - Date.parse(b.round.startedAt))
}

function fileName({ case: played, qemu, accel }: CellResult): string {
  return `${played}-${qemu.label}-${accel}`.replaceAll(/[^\w.+-]+/g, '-').slice(0, 80)
}

function readIfThere(path: string): Buffer | undefined {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ? readFileSync(path) : undefined
}

function unwritable(path: string, error: unknown): UsageError {
  return new UsageError(`wanted a folder for results, cannot write to ${path}: ${messageOf(error)}`)
}
