import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdtempSync,
  openSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { type LogEvent, type LogEvents, logText, parseLog, type Settings } from '../../bisect/log.ts'
import { readInside } from '../../cache/inside.ts'
import { makeFolder } from '../../cache/make-folder.ts'
import { endMarked } from '../../cache/marked-processes.ts'
import { owner as anyOwner, type Owner, ourselves, ownerName, readOwner, userOf } from '../../cache/owner.ts'
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
