import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { makeFolder } from '../cache/make-folder.ts'
import { type ProcessId, processId } from '../cache/owner.ts'
import { type EvidenceTexts, evidenceFiles } from '../model/contract/evidence.ts'
import { InfraError, messageOf, UsageError } from '../model/errors.ts'

/** The longest address of a UNIX socket, in bytes (Linux, sun_path without its NUL). */
const longestSocketPath = 107

/** What is left of the 255 bytes that a file's name may have goes to the part that makes it the only one. */
const longestName = 100

/** What a killed run leaves for the next one to clean up; see reap.ts. */
export interface RunOwner {
  readonly harness: ProcessId
  readonly qemu: ProcessId | null
  /** The folder of sockets and other short-lived files. */
  readonly sockets: string
}

/**
 * Where one run writes: `path` for what may be kept (journal, console, command line, verdict), `sockets`,
 * with a short name, for what never is.
 */
export class RunDirectory implements Disposable {
  readonly path: string
  readonly sockets: string
  /** Those that were written. */
  readonly texts: { -readonly [Text in keyof EvidenceTexts]: string } = {}
  #kept = false

  constructor(runs: string, name: string) {
    try {
      makeFolder(runs, 0o700)
      this.path = mkdtempSync(join(runs, `${folderName(name)}-`))
      this.sockets = mkdtempSync(join(tmpdir(), 'cfc-'))
    } catch (error) {
      throw new InfraError(`cannot make a run directory in ${runs}: ${messageOf(error)}`, { cause: error })
    }
    this.record(null)
  }

  /** Writes down who must be gone when this process is. */
  record(qemuPid: number | null): void {
    const harness = processId(process.pid)
    if (harness === null) throw new InfraError('cannot read /proc/self/stat: is /proc mounted?')
    const record: RunOwner = {
      harness,
      qemu: qemuPid === null ? null : processId(qemuPid),
      sockets: this.sockets,
    }
    this.write('owner.json', JSON.stringify(record))
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

  /** Throws InfraError when nothing can be written there. */
  write(name: string, text: string, mode = 0o666): void {
    try {
      writeFileSync(this.file(name), text, { mode })
    } catch (error) {
      throw unwritable(this.file(name), error)
    }
  }

  /** Writes a text that goes with the result. Throws InfraError when nothing can be written there. */
  writeText(text: keyof EvidenceTexts, content: string): void {
    const { name, mode } = evidenceFiles[text]
    this.write(name, content, mode)
    this.texts[text] = content
  }

  /** Lets the run directory stay. */
  keep(): void {
    this.#kept = true
  }

  [Symbol.dispose](): void {
    rmSync(this.sockets, { recursive: true, force: true })
    rmSync(this.#kept ? this.file('owner.json') : this.path, { recursive: true, force: true })
  }
}

/** A case's id is whatever its file is called: of that, what needs no quotes in a shell. */
function folderName(name: string): string {
  return name.replace(/[^A-Za-z0-9._+-]+/g, '-').slice(0, longestName)
}

/** One line for a disk that is full, or the like. */
export function unwritable(path: string, error: unknown): InfraError {
  const why = messageOf(error)
  return new InfraError(
    `cannot write ${path} (${why}): free some space, or set XDG_STATE_HOME to another folder`,
    {
      cause: error,
    },
  )
}
