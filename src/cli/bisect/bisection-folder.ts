import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdtempSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { type LogEvent, type LogEvents, logText, parseLog, type Settings } from '../../bisect/log.ts'
import { readInside } from '../../cache/inside.ts'
import { makeFolder } from '../../cache/make-folder.ts'
import { endMarked } from '../../cache/marked-processes.ts'
import {
  owner as anyOwner,
  isAbandoned,
  type Owner,
  ourselves,
  ownerIn,
  ownerName,
  readOwner,
  userOf,
} from '../../cache/owner.ts'
import * as s from '../../model/contract/schema.ts'
import { UsageError } from '../../model/errors.ts'
import { inputLimits } from '../../model/input-limits.ts'
import { reap } from '../../run/reap.ts'

/** The content of owner.json: the process that bisects here, with the field name of 0.1.0. */
const bisectionOwner = s.record({ hunter: s.nullable(anyOwner) })
type BisectionOwner = s.Data<typeof bisectionOwner>

/** The files of one bisection: its log, the logs of its builds, the run directories, and finally the reports. */
export class BisectionFolder {
  readonly path: string

  constructor(path: string) {
    this.path = path
  }

  /** The folder of all bisections. */
  get all(): string {
    return dirname(this.path)
  }

  get id(): string {
    return basename(this.path)
  }

  get isOver(): boolean {
    return existsSync(this.file('report.json')) || existsSync(this.file('refused'))
  }

  /** Who may be bisecting here, for a message; null if nobody is. */
  get user(): string | null {
    return userOf(this.#owner, this.path, this.file('owner.json'))
  }

  file(name: string): string {
    return join(this.path, name)
  }

  /** Makes this process the owner, after `reap`. Throws UsageError. */
  take(): void {
    const { user } = this
    if (user !== null) throw new UsageError(`bisection ${this.id} is in use by ${user}`)
    this.reap()
    const owner: BisectionOwner = { hunter: ourselves() }
    writeFileSync(this.file('owner.json'), JSON.stringify(owner))
  }

  /** Ends what a killed owner has started, and removes its runs. */
  reap(): void {
    const owner = this.#owner
    if (owner !== null) endMarked(ownerName(owner))
    rmSync(this.file('owner.json'), { force: true })
    reap(this.file('runs'))
  }

  /** Appends to the log, and returns when it is on the disk. */
  append(...events: readonly LogEvent[]): void {
    const file = openSync(this.file('log.jsonl'), 'a', 0o600)
    try {
      writeFileSync(file, events.map(logText).join(''))
      fsyncSync(file)
    } finally {
      closeSync(file)
    }
  }

  /** Reads the log, and removes a last line that a crash left incomplete. */
  read(): { settings: Settings; events: LogEvents } {
    const log = this.text()
    const { settings, events } = parseLog(log, this.file('log.jsonl'))
    if (!log.endsWith('\n')) {
      const whole = [{ at: new Date().toISOString(), ...settings }, ...events]
      writeFileSync(this.file('log.jsonl'), whole.map(logText).join(''))
    }
    return { settings, events }
  }

  /** Writes the last files: the bisection is over, and cannot be resumed. */
  finish(files: Readonly<Record<string, string>>): void {
    for (const [name, text] of Object.entries(files)) writeFileSync(this.file(name), text)
  }

  /** The log as it is. */
  text(): string {
    return String(readInside(this.path, 'log.jsonl', inputLimits.fileBytes) ?? '')
  }

  get #owner(): Owner | null {
    return readOwner(this.file('owner.json'), bisectionOwner)?.hunter ?? null
  }
}

/** Makes a folder for a bisection of that case, with this log. It appears in one step. */
export function newBisection(folder: string, id: string, log: readonly LogEvent[]): BisectionFolder {
  makeFolder(folder, 0o700)
  const made = mkdtempSync(join(folder, `.${ownerName(ourselves())}.`))
  new BisectionFolder(made).append(...log)
  const path = join(folder, `${id}-${made.slice(-6)}`)
  renameSync(made, path)
  return new BisectionFolder(path)
}

/** The folders of bisections that are in progress, or may be: another host's processes cannot be seen. */
export function liveBisections(folder: string): string[] {
  return namesIn(folder)
    .map(id => join(folder, id))
    .filter(path => new BisectionFolder(path).user !== null)
}

/** Removes the runs of killed bisections, and ends what they started. The bisections can still be resumed. */
export function reapBisections(folder: string): void {
  for (const id of namesIn(folder)) {
    const bisection = new BisectionFolder(join(folder, id))
    try {
      if (!id.startsWith('.')) {
        if (!bisection.isOver && bisection.user === null) bisection.reap()
      } else if (isAbandoned(ownerIn(id.slice(1)), bisection.path))
        rmSync(bisection.path, { recursive: true })
    } catch {
      // Another command does the same at the same time, or the files are another user's.
    }
  }
}

/** The bisections that ended with a report, the latest first. */
export function finishedBisections(folder: string): BisectionFolder[] {
  return latestFirst(folder).filter(bisection => existsSync(bisection.file('report.json')))
}

/** The bisection of that name; without a name the latest, or the latest that can be resumed. Throws UsageError. */
export function findBisection(
  folder: string,
  name: string | undefined,
  wanted: 'any' | 'unfinished',
): BisectionFolder {
  const all = latestFirst(folder)
  const found =
    name === undefined
      ? all.find(bisection => wanted === 'any' || !(bisection.isOver || bisection.user !== null))
      : all.find(({ id }) => id === name)
  if (found !== undefined) return found
  if (name !== undefined)
    throw new UsageError(
      `no bisection '${name}'; there ${all.length === 0 ? 'are none' : `are ${all.map(({ id }) => id).join(', ')}`}`,
    )
  throw new UsageError(
    `there is no ${wanted === 'any' ? '' : 'unfinished '}bisection; start one with chardev-fc bisect CASE`,
  )
}

function latestFirst(folder: string): BisectionFolder[] {
  const modified = (bisection: BisectionFolder) => statSync(bisection.file('log.jsonl')).mtimeMs
  return namesIn(folder)
    .map(id => new BisectionFolder(join(folder, id)))
    .filter(bisection => existsSync(bisection.file('log.jsonl')))
    .sort((a, b) => modified(b) - modified(a))
}

/** None if there is no such folder: `makeFolder` reports a file in its place. */
function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}
