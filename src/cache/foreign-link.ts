import { lstatSync, type Stats, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { getuid } from 'node:process'
import { UsageError } from '../model/errors.ts'

/**
 * Throws UsageError if a link on the way to a path that is to be written belongs to another user, who could have it
 * replace any file of ours: in a shared folder such as /tmp anyone can make links. (The rule of the kernel's
 * fs.protected_symlinks, which is not set everywhere and does not hold for a path that is resolved first.) Links of root
 * and of the owner of the folder are trusted.
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
