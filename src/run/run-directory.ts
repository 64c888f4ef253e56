import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join, resolve } from 'node:path'
import { fileEnd } from '../cache/file-end.ts'
import { makeFolder } from '../cache/make-folder.ts'
import { owner as anyOwner, type Owner, ourselves, ownerName } from '../cache/owner.ts'
import { addScratch, forgetScratch } from '../cache/scratch.ts'
import { type EvidenceTexts, evidenceFiles } from '../model/contract/evidence.ts'
import * as s from '../model/contract/schema.ts'
import { InfraError, messageOf, UsageError } from '../model/errors.ts'

/** The longest address of a UNIX socket, in bytes (Linux, sun_path without its NUL). */
const longestSocketPath = 107

/** Leaves room for the unique part in the 255 bytes of a file name. */
const longestName = 100

/** The files to which QEMU and the guest may print without end. A longer one is cut to its last `keptOutput` bytes. */
const outputs = /^(console|serial|qemu-stderr)\d*$/
const longestOutput = 1024 ** 2
const keptOutput = 64 * 1024

/** The length of what makes a name unique: mkdtemp(3) adds it. */
const uniqueLength = 6

/** The content of owner.json, for `reap`. */
export const runOwner = s.record({
  harness: anyOwner,
  sockets: s.means(
    'The folder of sockets and other short-lived files, which is removed with the run',
    s.matching(/^\/(.*\/)?cfc-[A-Za-z0-9]{6}$/s, 'a folder of sockets'),
  ),
})
type RunOwner = s.Data<typeof runOwner>

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
    // The directory gets its name once it has its owner.json, which names the sockets before they exist, so that a kill
    // leaves nothing without an owner.
    const harness = ourselves()
    const half = made('XDG_STATE_HOME', () => {
      makeFolder(runs, 0o700)
      return mkdtempSync(join(runs, `.${ownerName(harness)}.`))
    })
    const unique = half.slice(-uniqueLength)
    this.path = join(runs, `${folderName(name)}-${unique}`)
    // QEMU runs in another directory, where a relative TMPDIR would mean another place.
    this.sockets = join(resolve(tmpdir()), `cfc-${unique}`)
    const owner: RunOwner = { harness, sockets: this.sockets }
    try {
      made('XDG_STATE_HOME', () => writeFileSync(join(half, 'owner.json'), JSON.stringify(owner)))
      made('TMPDIR', () => mkdirSync(this.sockets, 0o700))
      renameSync(half, this.path)
    } catch (error) {
      rmSync(half, { recursive: true, force: true })
      throw error
    }
    addScratch(this.path, this.sockets)
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
    forgetScratch(this.path, this.sockets)
    if (!this.#kept) removeRun(this.path, ourselves(), this.sockets)
    else {
      rmSync(this.sockets, { recursive: true, force: true })
      for (const name of readdirSync(this.path)) if (outputs.test(name)) shorten(this.file(name))
      rmSync(this.file('owner.json'), { force: true })
    }
  }
}

/** Makes a folder for a run. Throws InfraError, which names the variable that sets the place of such folders. */
function made<Made>(variable: string, make: () => Made): Made {
  try {
    return make()
  } catch (error) {
    const remedy = `set ${variable} to a folder that you can write to`
    throw new InfraError(`cannot make a folder for the run (${messageOf(error)}): ${remedy}`, {
      cause: error,
    })
  }
}

/** Keeps only the end of a long file. */
function shorten(path: string): void {
  const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0
  if (size > longestOutput) writeFileSync(path, fileEnd(path, keptOutput), 'latin1')
}

/**
 * Removes a run directory and its sockets. It gets the name of its owner first, so that `reap` knows what a kill leaves of
 * it.
 */
export function removeRun(path: string, owner: Owner, sockets: string): void {
  rmSync(sockets, { recursive: true, force: true })
  if (!existsSync(path)) return
  const rest = join(dirname(path), `.${ownerName(owner)}.${basename(path).slice(-uniqueLength)}`)
  renameSync(path, rest)
  rmSync(rest, { recursive: true, force: true })
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
