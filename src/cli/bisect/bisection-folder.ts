import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { basename, join } from 'node:path'
import { type LogEvent, type LogEvents, logText, parseLog, type Settings } from '../../bisect/log.ts'
import { killGroup } from '../../cache/kill-group.ts'
import { makeFolder } from '../../cache/make-folder.ts'
import { lives, type ProcessId, processId, readOwner } from '../../cache/owner.ts'
import { UsageError } from '../../model/errors.ts'
import { reap } from '../../run/reap.ts'

/** The content of owner.json, with the field names of 0.1.0. */
interface Owner {
  /** The process that bisects here. */
  readonly hunter: ProcessId | null
  /** The leader of the process group of the running build. */
  readonly builder: ProcessId | null
}

/** The files of one bisection: its log, the logs of its builds, the run directories, and finally the reports. */
export class BisectionFolder {
  readonly path: string

  constructor(path: string) {
    this.path = path
  }

  get id(): string {
    return basename(this.path)
  }

  get isOver(): boolean {
    return existsSync(this.file('report.json')) || existsSync(this.file('refused'))
  }

  /** The living process that bisects here; null where there is none. */
  get owner(): ProcessId | null {
    const process = this.#owner()?.hunter
    return process && lives(process) ? process : null
  }

  file(name: string): string {
    return join(this.path, name)
  }

  /** Makes this process the owner, and ends a build that a killed owner left running. Throws UsageError. */
  take(): void {
    const { owner } = this
    if (owner !== null) throw new UsageError(`bisection ${this.id} is in use by process ${owner.pid}`)
    this.endBuild()
    this.writeOwner(null)
  }

  /** Ends a build that a killed owner left running. */
  endBuild(): void {
    const builder = this.#owner()?.builder
    if (builder && lives(builder)) killGroup(builder.pid)
  }

  /** Records this process, and the running build, so that both can be found after a kill. */
  writeOwner(builder: number | null): void {
    const owner: Owner = {
      hunter: processId(process.pid),
      builder: builder === null ? null : processId(builder),
    }
    writeFileSync(this.file('owner.json'), JSON.stringify(owner))
  }

  /** Appends to the log, and returns when it is on the disk. */
  append(event: LogEvent): void {
    const file = openSync(this.file('log.jsonl'), 'a', 0o600)
    try {
      writeSync(file, logText(event))
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
    return readFileSync(this.file('log.jsonl'), 'utf8')
  }

  #owner(): Owner | null {
    return readOwner(this.file('owner.json'))
  }
}

/** Makes a folder for a bisection of that case. */
export function newBisection(folder: string, id: string): BisectionFolder {
  makeFolder(folder, 0o700)
  return new BisectionFolder(mkdtempSync(join(folder, `${id}-`)))
}

/** Ends the builds and removes the runs of killed bisections. These can be resumed nevertheless. */
export function reapBisections(folder: string): void {
  for (const id of existsSync(folder) ? readdirSync(folder) : []) {
    const bisection = new BisectionFolder(join(folder, id))
    if (bisection.isOver || bisection.owner !== null) continue
    bisection.endBuild()
    reap(bisection.file('runs'))
  }
}

/** The bisection of that name; without a name the latest, or the latest that can be resumed. Throws UsageError. */
export function findBisection(
  folder: string,
  name: string | undefined,
  wanted: 'any' | 'unfinished',
): BisectionFolder {
  const ids = (existsSync(folder) ? readdirSync(folder) : []).filter(id =>
    existsSync(join(folder, id, 'log.jsonl')),
  )
  if (name !== undefined && !ids.includes(name))
    throw new UsageError(
      `no bisection '${name}'; there ${ids.length === 0 ? 'are none' : `are ${ids.join(', ')}`}`,
    )
  if (name !== undefined) return new BisectionFolder(join(folder, name))
  const modified = (bisection: BisectionFolder) => statSync(bisection.file('log.jsonl')).mtimeMs
  const [latest] = ids
    .map(id => new BisectionFolder(join(folder, id)))
    .filter(bisection => wanted === 'any' || !(bisection.isOver || bisection.owner !== null))
    .sort((a, b) => modified(b) - modified(a))
  if (latest !== undefined) return latest
  throw new UsageError(
    `there is no ${wanted === 'any' ? '' : 'unfinished '}bisection; start one with chardev-fc bisect CASE`,
  )
}
