import { randomBytes } from 'node:crypto'
import { mkdir, readdir, readlink, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { pid } from 'node:process'
import { InfraError } from '../model/errors.ts'
import { codeOf } from './code-of.ts'
import { makeFolder } from './make-folder.ts'
import { bootId, processId } from './owner.ts'

/** How long to keep a folder of another host or container, whose processes are not visible from here: a day. */
const foreignMs = 24 * 60 * 60 * 1000

/** Error codes of a file system that cannot be written to. */
const unwritable: readonly unknown[] = ['ENOSPC', 'EDQUOT', 'EFBIG', 'EROFS', 'EACCES', 'EPERM', 'ENOTDIR']

/**
 * Makes a private folder under `cache/tmp`, runs `work` in it and always removes it. The name holds the owner (boot, pid
 * namespace, pid, start time), so that the folders of killed processes are recognized; they are removed first.
 * Throws InfraError when the cache is not writable or is full.
 */
export async function withWorkspace<T>(cache: string, work: (dir: string) => Promise<T>): Promise<T> {
  try {
    return await inWorkspace(cache, work)
  } catch (error) {
    if (!(error instanceof Error) || !unwritable.includes(codeOf(error))) throw error
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
  const dir = join(
    tmp,
    `${await place()}.${pid}.${processId(pid)?.startTime}.${randomBytes(4).toString('hex')}`,
  )
  await mkdir(dir)
  try {
    return await work(dir)
  } finally {
    await rm(dir, { recursive: true, force: true })
  }
}

/**
 * Moves a finished folder to its place in one step. With `replace` it replaces an existing folder; without, an existing
 * folder stays, even one that another process published a moment ago. Returns whether `made` is now in place.
 */
export async function publish(made: string, place: string, replace: boolean): Promise<boolean> {
  makeFolder(dirname(place))
  if (replace) {
    // Next to `made`: it is removed with the workspace.
    await rename(place, `${made}.old`).catch(error => {
      if (codeOf(error) !== 'ENOENT') throw error
    })
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
    const isDead =
      where === here
        ? processId(Number(owner))?.startTime !== started
        : await stat(dir).then(
            ({ mtimeMs }) => Date.now() - mtimeMs > foreignMs,
            () => false,
          )
    if (isDead) await rm(dir, { recursive: true, force: true })
  }
}

/** The scope of a pid: one boot of one kernel, one pid namespace. */
async function place(): Promise<string> {
  const namespace = await readlink('/proc/self/ns/pid')
  return `${bootId().slice(0, 8)}-${namespace.replace(/\D/g, '')}`
}
