import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { makeFolder } from '../cache/make-folder.ts'
import { type ProcessId, processId } from '../cache/owner.ts'
import { type EvidenceTexts, evidenceFiles } from '../model/contract/evidence.ts'
import { InfraError, messageOf, UsageError } from '../model/errors.ts'

/** The longest address of a UNIX socket, in bytes (Linux, sun_path without its NUL). */
const longestSocketPath = 107

/** Leaves room for the unique part in the 255 bytes of a file name. */
const longestName = 100

/** What to clean up after a killed run; see reap.ts. */
export interface RunOwner {
  readonly harness: ProcessId
  readonly qemu: ProcessId | null
  /** The folder of sockets and other short-lived files. */
  readonly sockets: string
}

/**
 * The folders of one run: `path` for files that may be kept (journal, console, command line, verdict), `sockets`, with a
 * short name, for files that never are.
 */
export class RunDirectory implements Disposable {
  readonly path: string
  readonly sockets: string
  /** The texts written so far. */
  readonly texts: { -readonly [Text in keyof EvidenceTexts]: string } = {}
  #kept = false

  constructor(runs: string, name: string) {
    // QEMU runs in another directory, where a relative TMPDIR would mean another place.
    this.sockets = made('TMPDIR', () => mkdtempSync(join(resolve(tmpdir()), 'cfc-')))
    try {
      this.path = made('XDG_STATE_HOME', () => {
        makeFolder(runs, 0o700)
        return mkdtempSync(join(runs, `${folderName(name)}-`))
      })
    } catch (error) {
      rmSync(this.sockets, { recursive: true })
      throw error
    }
    this.record(null)
  }

  /** Records the processes to clean up if this process is killed. */
  record(qemuPid: number | null): void {
    const harness = processId(process.pid)
    if (harness === null) throw new InfraError('cannot read /proc/self/stat: is /proc mounted?')
    const qemu = qemuPid === null ? null : processId(qemuPid)
    const owner: RunOwner = { harness, qemu, sockets: this.sockets }
    this.write('owner.json', JSON.stringify(owner))
  }

  file(name: string): string {
    return join(this.path, name)
  }

  socket(name: string): string {
    const path = join(this.sockets, name)
    if (Buffer.byteLength(path) > longestSocketPath) {
      throw new UsageError(
        `the socket path ${path} is longer than ${longestSocketPath} bytes: set TMPDIR to a shorter folder`,
      )
    }
    return path
  }

  /** Writes a file. Throws InfraError. */
  write(name: string, text: string, mode = 0o666): void {
    try {
      writeFileSync(this.file(name), text, { mode })
    } catch (error) {
      throw unwritable(this.file(name), error)
    }
  }

  /** Writes a text that is part of the evidence. Throws InfraError. */
  writeText(text: keyof EvidenceTexts, content: string): void {
    const { name, mode } = evidenceFiles[text]
    this.write(name, content, mode)
    this.texts[text] = content
  }

  /** Keeps the run directory. */
  keep(): void {
    this.#kept = true
  }

  [Symbol.dispose](): void {
    rmSync(this.sockets, { recursive: true, force: true })
    rmSync(this.#kept ? this.file('owner.json') : this.path, { recursive: true, force: true })
  }
}

/** A folder for a run. Throws InfraError, which names the variable that says where such folders are. */
function made(variable: string, make: () => string): string {
  try {
    return make()
  } catch (error) {
    const remedy = `set ${variable} to a folder that you can write to`
    throw new InfraError(`cannot make a folder for the run (${messageOf(error)}): ${remedy}`, {
      cause: error,
    })
  }
}

/** A case's id is its file name: keep the characters that need no quotes in a shell. */
function folderName(name: string): string {
  return name.replace(/[^A-Za-z0-9._+-]+/g, '-').slice(0, longestName)
}

/** The error for a file that cannot be written, such as on a full disk. */
export function unwritable(path: string, error: unknown): InfraError {
  const what = `cannot write ${path} (${messageOf(error)})`
  return new InfraError(`${what}: free some space, or set XDG_STATE_HOME to another folder`, { cause: error })
}
