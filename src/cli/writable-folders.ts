import { constants } from 'node:fs'
import { access, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname } from 'node:path'
import { codeOf } from '../cache/code-of.ts'
import { messageOf } from '../model/errors.ts'
import { paths } from './paths.ts'

/** The folders that runs write to, and which of them cannot be written to: null if there are none. */
export async function writableFolders(): Promise<{
  readonly whole: readonly string[]
  readonly wrong: { readonly found: string; readonly remedy: string } | null
}> {
  const { cache, runs } = paths(process.env)
  const places = { XDG_CACHE_HOME: cache, XDG_STATE_HOME: runs, TMPDIR: tmpdir() }
  const tried = await Promise.all(
    Object.entries(places).map(async ([name, path]) => ({ name, path, why: await whyUnwritable(path) })),
  )
  const wrong = tried.filter(({ why }) => why !== null)
  const found = wrong.map(({ path, why }) => `cannot write to ${path} (${why})`).join(', ')
  const remedy = `set ${wrong.map(({ name }) => name).join(' and ')} to a folder that you can write to`
  return { whole: Object.values(places), wrong: wrong.length === 0 ? null : { found, remedy } }
}

/** A temporary folder is not made; the others are, below the nearest folder that is there. */
async function whyUnwritable(path: string): Promise<string | null> {
  try {
    await access(path, constants.W_OK | constants.X_OK)
    return (await stat(path)).isDirectory() ? null : 'it is no folder'
  } catch (error) {
    if (codeOf(error) !== 'ENOENT' || path === tmpdir()) return messageOf(error)
    return whyUnwritable(dirname(path))
  }
}
