import { lstatSync, type Stats, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { getuid } from 'node:process'
import { UsageError } from '../model/errors.ts'

/**
 * Throws UsageError if a link on the way to a path that is to be written belongs to another user: it could
 * lead to any file of ours, which we would replace, and in a shared folder such as /tmp anyone can make links. Links of root and
 * of the folder's owner are trusted, as by the kernel's fs.protected_symlinks, which is not set everywhere and does not
 * apply to a path that is resolved first.
 */
export function refuseForeignLinks(path: string): void {
  let at = '/'
  for (const name of resolve(path).split('/')) {
    const above = at
    at = join(at, name)
    const found = statOf(at)
    if (found === null) return
    if (!found.isSymbolicLink()) continue
    if (![getuid?.(), 0, statSync(above).uid].includes(found.uid))
      throw new UsageError(`${at} is a symbolic link of another user (uid ${found.uid}): choose another path`)
  }
}

/** Null for what is not there, or cannot be reached. */
function statOf(path: string): Stats | null {
  try {
    return lstatSync(path)
  } catch {
    return null
  }
}
