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
import { type History, type HuntEvent, logText, type Order, parseLog } from '../../bisect/hunt-log.ts'
import { killGroup } from '../../cache/kill-group.ts'
import { makeFolder } from '../../cache/make-folder.ts'
import { lives, type ProcessId, processId, readOwner } from '../../cache/owner.ts'
import { UsageError } from '../../model/errors.ts'
import { reap } from '../../run/reap.ts'

interface Owner {
  readonly hunter: ProcessId | null
  /** Leads the process group of the build that runs. */
  readonly builder: ProcessId | null
}

/** What is on disk of one hunt: its log, the logs of its builds, the run directories, and the report in the end. */
export class HuntFolder {
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

  /** Whether a process hunts here now. */
  get isUnderWay(): boolean {
    const hunter = this.#owner()?.hunter
    return hunter ? lives(hunter) : false
  }

  file(name: string): string {
    return join(this.path, name)
  }

  /** Makes this process the only one that hunts here, and ends a build that a killed one left running. */
  take(): void {
    const before = this.#owner()
    if (before?.hunter && lives(before.hunter)) {
      throw new UsageError(`the hunt ${this.id} is under way already, in process ${before.hunter.pid}`)
    }
    this.endBuild()
    this.building(null)
  }

  /** Ends a build that a killed process left running. */
  endBuild(): void {
    const builder = this.#owner()?.builder
    if (builder && lives(builder)) killGroup(builder.pid)
  }

  /** Writes down which build runs, for the case that we are killed. */
  building(pid: number | null): void {
    const owner: Owner = { hunter: processId(process.pid), builder: pid === null ? null : processId(pid) }
    writeFileSync(this.file('owner.json'), JSON.stringify(owner))
  }

  /** Appends to the log, and comes back when the disk has it. */
  append(event: HuntEvent): void {
    const file = openSync(this.file('log.jsonl'), 'a', 0o600)
    try {
      writeSync(file, logText(event))
      fsyncSync(file)
    } finally {
      closeSync(file)
    }
  }

  /** The log as it is; a last line that a crash cut short is taken off. */
  read(): { order: Order; events: History } {
    const log = this.text()
    const { order, events } = parseLog(log, this.file('log.jsonl'))
    if (log !== '' && !log.endsWith('\n')) {
      const whole = [{ at: new Date().toISOString(), ...order }, ...events]
      writeFileSync(this.file('log.jsonl'), whole.map(logText).join(''))
    }
    return { order, events }
  }

  /** Writes down how it ended: nobody needs to go on with it. */
  finish(files: Readonly<Record<string, string>>): void {
    for (const [name, text] of Object.entries(files)) writeFileSync(this.file(name), text)
  }

  #owner(): Owner | null {
    return readOwner(this.file('owner.json'))
  }

  text(): string {
    return readFileSync(this.file('log.jsonl'), 'utf8')
  }
}

/** A new folder for a hunt with that case. */
export function newHunt(hunts: string, id: string): HuntFolder {
  makeFolder(hunts, 0o700)
  return new HuntFolder(mkdtempSync(join(hunts, `${id}-`)))
}

/** Cleans up after hunts that were killed: builds that still run, run directories. They can be gone on with all the same. */
export function reapHunts(hunts: string): void {
  for (const id of existsSync(hunts) ? readdirSync(hunts) : []) {
    const folder = new HuntFolder(join(hunts, id))
    if (folder.isOver || folder.isUnderWay) continue
    folder.endBuild()
    reap(folder.file('runs'))
  }
}

/** The hunt of that name; without one the latest, or the latest that is not over. Throws UsageError. */
export function findHunt(hunts: string, name: string | undefined, wanted: 'any' | 'unfinished'): HuntFolder {
  const all = existsSync(hunts)
    ? readdirSync(hunts).filter(id => existsSync(join(hunts, id, 'log.jsonl')))
    : []
  if (name !== undefined) {
    if (all.includes(name)) return new HuntFolder(join(hunts, name))
    throw new UsageError(
      `no hunt '${name}'; there ${all.length === 0 ? 'are none' : `are ${all.join(', ')}`}`,
    )
  }
  const [latest] = all
    .map(id => new HuntFolder(join(hunts, id)))
    .filter(folder => wanted === 'any' || !(folder.isOver || folder.isUnderWay))
    .sort((a, b) => modified(b) - modified(a))
  if (latest !== undefined) return latest
  throw new UsageError(
    `there is no ${wanted === 'any' ? '' : 'unfinished '}hunt; chardev-fc bisect CASE … begins one`,
  )
}

function modified(folder: HuntFolder): number {
  return statSync(folder.file('log.jsonl')).mtimeMs
}
