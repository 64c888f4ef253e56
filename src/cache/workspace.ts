import { randomBytes } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { readdir, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { InfraError, messageOf } from '../model/errors.ts'
import { codeOf } from './code-of.ts'
import { makeFolder } from './make-folder.ts'
import { endMarked } from './marked-processes.ts'
import { isAbandoned, ourselves, ownerIn, ownerName } from './owner.ts'
import { addScratch, forgetScratch } from './scratch.ts'

/** Error codes of a file system that is full. */
const full: readonly unknown[] = ['ENOSPC', 'EDQUOT', 'EFBIG']
/** Those of a folder in which nothing may be written. */
const forbidden: readonly unknown[] = ['EROFS', 'EACCES', 'EPERM', 'ENOTDIR']

/**
 * Makes a private folder under `cache/tmp`, runs `work` in it and always removes it. The name holds the owner, so that the
 * folders of killed processes are recognized; they are removed first, and what these processes started is ended.
 * Throws InfraError when the cache is not writable or is full.
 */
export async function withWorkspace<T>(cache: string, work: (dir: string) => Promise<T>): Promise<T> {
  try {
    return await inWorkspace(cache, work)
  } catch (error) {
    const remedy = full.includes(codeOf(error))
      ? 'free some space, or set XDG_CACHE_HOME to another folder'
      : forbidden.includes(codeOf(error))
        ? 'set XDG_CACHE_HOME to a folder that you can write to'
        : null
    if (remedy === null) throw error
    throw new InfraError(`cannot write into the cache ${cache} (${messageOf(error)}): ${remedy}`, {
      cause: error,
    })
  }
}

async function inWorkspace<T>(cache: string, work: (dir: string) => Promise<T>): Promise<T> {
  const tmp = join(cache, 'tmp')
  makeFolder(tmp)
  await sweepWorkspaces(cache)
  const dir = join(tmp, `${ownerName(ourselves())}.${randomBytes(4).toString('hex')}`)
  // At once: a signal between the two would leave the folder behind.
  mkdirSync(dir)
  addScratch(dir)
  try {
    return await work(dir)
  } finally {
    await rm(dir, { recursive: true, force: true })
    forgetScratch(dir)
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

/** Removes the workspaces of killed processes, and ends what these have started. Best effort. */
export async function sweepWorkspaces(cache: string): Promise<void> {
  const tmp = join(cache, 'tmp')
  for (const name of await readdir(tmp).catch(() => [])) {
    const owner = ownerIn(name)
    if (!isAbandoned(owner, join(tmp, name))) continue
    if (owner !== null) endMarked(ownerName(owner))
    // Another command may do the same at the same time, or the files are another user's.
    await rm(join(tmp, name), { recursive: true, force: true }).catch(() => undefined)
  }
}
