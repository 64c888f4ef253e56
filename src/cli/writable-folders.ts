import { randomBytes } from 'node:crypto'
import { rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { codeOf } from '../cache/code-of.ts'
import { messageOf } from '../model/errors.ts'
import { paths } from './paths.ts'

/** Whether the folders that runs write to can be written to; if not, which of them cannot, and the remedy. */
export async function writableFolders(): Promise<{ passed: boolean; found: string; remedy?: string }> {
  const { cache, runs } = paths(process.env)
  const folders = Object.entries({ XDG_CACHE_HOME: cache, XDG_STATE_HOME: runs, TMPDIR: tmpdir() })
  const tried = await Promise.all(
    folders.map(async ([variable, path]) => ({ variable, path, why: await whyUnwritable(path) })),
  )
  const failed = tried.filter(({ why }) => why !== null)
  if (failed.length === 0)
    return { passed: true, found: `${tried.map(({ path }) => path).join(', ')} can be written to` }
  return {
    passed: false,
    found: failed.map(({ path, why }) => `cannot write to ${path} (${why})`).join(', '),
    remedy: `set ${failed.map(({ variable }) => variable).join(' and ')} to a folder that you can write to`,
  }
}

/** Null if it can be written to. We make missing folders, but not the temporary one. */
async function whyUnwritable(path: string): Promise<string | null> {
  try {
    if (!(await stat(path)).isDirectory()) return 'it is not a folder'
  } catch (error) {
    if (codeOf(error) !== 'ENOENT' || path === tmpdir()) return messageOf(error)
    return whyUnwritable(dirname(path))
  }
  try {
    // Permissions do not tell of a full disk or a quota.
    const file = join(path, `.chardev-fc-${randomBytes(6).toString('hex')}`)
    try {
      await writeFile(file, 'x', { flag: 'wx' })
    } finally {
      await rm(file, { force: true })
    }
    return null
  } catch (error) {
    return messageOf(error)
  }
}
