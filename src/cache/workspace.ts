import { randomBytes } from 'node:crypto'
import { mkdir, readdir, readlink, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { pid } from 'node:process'
import { InfraError } from '../model/errors.ts'
import { codeOf } from './code-of.ts'
import { makeFolder } from './make-folder.ts'
import { bootId, processId } from './owner.ts'

/** A day: how long a folder of another machine or container, whose processes we cannot see, is left alone. */
const STRANGER_MS = 24 * 60 * 60 * 1000

/** What the system says where nothing can be written. */
const UNWRITABLE: readonly unknown[] = ['ENOSPC', 'EDQUOT', 'EFBIG', 'EROFS', 'EACCES', 'EPERM', 'ENOTDIR']

/**
 * Makes a private folder under `cache/tmp`, runs `work` in it and removes it, whatever happened.
 * Its name holds who owns it (boot, pid namespace, pid, start time), so that the folder of a killed
 * process can be told from that of a living one: such leftovers are swept on the way in.
 *
 * @throws InfraError when the cache cannot be written, or has no room left.
 */
export async function withWorkspace<T>(cache: string, work: (dir: string) => Promise<T>): Promise<T> {
  try {
    return await inWorkspace(cache, work)
  } catch (error) {
    if (!(error instanceof Error) || !UNWRITABLE.includes(codeOf(error))) throw error
    throw new InfraError(
      `cannot write into the cache ${cache} (${error.message}): free some space, or set XDG_CACHE_HOME to another folder`,
      { cause: error },
    )
  }
}

async function inWorkspace<T>(cache: string, work: (dir: string) => Promise<T>): Promise<T> {
  const tmp = join(cache, 'tmp')
  makeFolder(tmp)
  await sweep(tmp)
  const dir = join(tmp, `${await place()}.${pid}.${startTime(pid)}.${randomBytes(4).toString('hex')}`)
  await mkdir(dir)
  try {
    return await work(dir)
  } finally {
    await rm(dir, { recursive: true, force: true })
  }
}

/**
 * Puts a finished folder in its place in one step. With `replace` the old one is moved out of the way first;
 * without it an existing folder wins, and so does one that another process put there a moment before us.
 *
 * @returns whether ours is the one that is there now
 */
export async function publish(made: string, place: string, replace: boolean): Promise<boolean> {
  makeFolder(dirname(place))
  if (replace) {
    // Moved next to `made`, and so swept away together with the workspace.
    await rename(place, `${made}.old`).catch(ignoreCode('ENOENT'))
  }
  try {
    await rename(made, place)
    return true
  } catch (error) {
    if (codeOf(error) === 'ENOTEMPTY' || codeOf(error) === 'EEXIST') return false
    throw error
  }
}

async function sweep(tmp: string): Promise<void> {
  const here = await place()
  for (const name of await readdir(tmp)) {
    const dir = join(tmp, name)
    const [where, owner, started] = name.split('.')
    if (owner === undefined || started === undefined) continue
    const dead =
      where === here
        ? startTime(Number(owner)) !== started
        : Date.now() -
            (await stat(dir).then(
              s => s.mtimeMs,
              () => Date.now(),
            )) >
          STRANGER_MS
    if (dead) await rm(dir, { recursive: true, force: true })
  }
}

/** Where a pid means something: one boot of one kernel, one pid namespace. */
async function place(): Promise<string> {
  const namespace = await readlink('/proc/self/ns/pid')
  return `${bootId().slice(0, 8)}-${namespace.replace(/\D/g, '')}`
}

/** With it a pid that was given out again is noticed. */
function startTime(process: number): string | undefined {
  return processId(process)?.startTime
}

function ignoreCode(code: string): (error: unknown) => void {
  return error => {
    if (codeOf(error) !== code) throw error
  }
}
