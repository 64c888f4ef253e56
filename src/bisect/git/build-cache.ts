import { createHash } from 'node:crypto'
import { constants } from 'node:fs'
import { chmod, copyFile, cp, mkdir, readdir, rename, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { diskUsage } from '../../cache/disk-usage.ts'
import { isProgram } from '../../cache/program.ts'
import { InfraError } from '../../model/errors.ts'

/** Identifies a program by its source files, its build command, and what that names in the user's file system. */
export interface BuildKey {
  /** The id of git's tree object. */
  readonly tree: string
  readonly command: string
  /** See `namedFiles`. */
  readonly files: string
  /** The program, relative to the root of the tree. */
  readonly binary: string
}

/** Starts a program that was copied out of its tree, with its firmware. */
const wrapper = (name: string, hasFirmware: boolean) => `#!/bin/sh
here=\${0%/*}
exec "$here/bin/${name}"${hasFirmware ? ' -L "$here/firmware"' : ''} "$@"
`

/** Firmware of other machines than the PC: most of the size of pc-bios/. */
const foreign =
  /^(edk2|skiboot|slof|s390|hppa|opensbi|openbios|palcode|u-boot|petalogix|canyonlands|bamboo|npcm|ast27|pnv)/

/** Built programs, each in a folder with its firmware. Above the limit the least recently used are removed. */
export class BuildCache {
  readonly #folder: string
  readonly #limitBytes: number

  constructor(folder: string, limitBytes: number) {
    this.#folder = folder
    this.#limitBytes = limitBytes
  }

  /** The path of the program, which counts as used now; null if it is not there. */
  async get(key: BuildKey): Promise<string | null> {
    const program = this.#program(key)
    if (!(await isProgram(program))) return null
    const now = new Date()
    await utimes(this.#entry(key), now, now).catch(() => undefined)
    return program
  }

  /** Copies the program and its firmware from the tree. Throws InfraError if that fails. */
  async put(key: BuildKey, tree: string): Promise<string> {
    const entry = this.#entry(key)
    const made = `${entry}.${process.pid}`
    try {
      await rm(made, { recursive: true, force: true })
      await mkdir(join(made, 'bin'), { recursive: true })
      const name = basename(key.binary)
      await copyFile(join(tree, key.binary), join(made, 'bin', name), constants.COPYFILE_FICLONE)
      const hasFirmware = await copyFirmware(tree, key.binary, join(made, 'firmware'))
      await writeFile(join(made, name), wrapper(name, hasFirmware))
      await chmod(join(made, name), 0o755)
      await rm(entry, { recursive: true, force: true })
      await rename(made, entry)
    } catch (error) {
      await rm(made, { recursive: true, force: true })
      throw new InfraError(
        `cannot store the built program in ${this.#folder}: ${String(error)}; is the disk full?`,
        { cause: error },
      )
    }
    await this.#shrink(entry)
    return this.#program(key)
  }

  #entry({ tree, command, files, binary }: BuildKey): string {
    const made = createHash('sha256').update(`${command}\0${files}\0${binary}`).digest('hex').slice(0, 12)
    return join(this.#folder, `${tree}-${made}`)
  }

  #program(key: BuildKey): string {
    return join(this.#entry(key), basename(key.binary))
  }

  async #shrink(kept: string): Promise<void> {
    const names = await readdir(this.#folder)
    const entries = await Promise.all(
      names.map(async name => {
        const path = join(this.#folder, name)
        // Another bisection may remove it meanwhile.
        const usedMs = await stat(path).then(
          found => found.mtimeMs,
          () => 0,
        )
        return { path, usedMs, bytes: await diskUsage(path) }
      }),
    )
    let bytes = entries.reduce((sum, entry) => sum + entry.bytes, 0)
    for (const entry of entries.sort((a, b) => a.usedMs - b.usedMs)) {
      if (bytes <= this.#limitBytes) return
      if (entry.path === kept) continue
      await rm(entry.path, { recursive: true, force: true })
      bytes -= entry.bytes
    }
  }
}

function leadsSomewhere(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  )
}

/** Copies pc-bios/ of the source tree, then pc-bios/ of the build over it. Resolves with whether there was any. */
async function copyFirmware(tree: string, binary: string, to: string): Promise<boolean> {
  const builds = [join(binary, '..', 'pc-bios'), join(binary, '..', '..', 'pc-bios')].map(path =>
    join(tree, path),
  )
  let found = false
  for (const from of new Set([join(tree, 'pc-bios'), ...builds.reverse()])) {
    if (!(await stat(from).catch(() => null))?.isDirectory()) continue
    found = true
    // Links become files: their targets in the work tree change with the next revision. In a build that is continued,
    // those to firmware that came or went lead nowhere.
    await cp(from, to, {
      recursive: true,
      dereference: true,
      filter: async path => path === from || (!foreign.test(basename(path)) && (await leadsSomewhere(path))),
    })
  }
  return found
}
