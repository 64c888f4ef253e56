import { constants } from 'node:fs'
import { access, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname } from 'node:path'
import { codeOf } from '../cache/code-of.ts'
import { messageOf } from '../model/errors.ts'
import { paths } from './paths.ts'

/** Whether the folders that runs write to can be written to; if not, which of them cannot, and the remedy. */
export async function writableFolders(): Promise<{ passed: boolean; found: string; remedy: string }> {
  const { cache, runs } = paths(process.env)
  const folders = Object.entries({ XDG_CACHE_HOME: cache, XDG_STATE_HOME: runs, TMPDIR: tmpdir() })
  const tried = await Promise.all(
    folders.map(async ([variable, path]) => ({ variable, path, why: await whyUnwritable(path) })),
  )
  const failed = tried.filter(({ why }) => why !== null)
  const passed = failed.length === 0
  const wrong = failed.map(({ path, why }) => `cannot write to ${path} (${why})`).join(', ')
  return {
    passed,
    found: passed ? `${tried.map(({ path }) => path).join(', ')} can be written to` : wrong,
    remedy: `set ${failed.map(({ variable }) => variable).join(' and ')} to a folder that you can write to`,
  }
}

/** Null if it can be written to. We make missing folders, but not the temporary one. */
async function whyUnwritable(path: string): Promise<string | null> {
  try {
    await access(path, constants.W_OK | constants.X_OK)
    return (await stat(path)).isDirectory() ? null : 'it is not a folder'
  } catch (error) {
    if (codeOf(error) !== 'ENOENT' || path === tmpdir()) return messageOf(error)
    return whyUnwritable(dirname(path))
  }
}
