import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ourselves, owner, readOwner, userOf } from '../cache/owner.ts'
import { addScratch, forgetScratch } from '../cache/scratch.ts'
import { UsageError } from '../model/errors.ts'

/**
 * Locks a results folder for writing until the returned function is called. Throws UsageError if another process holds
 * the lock; the lock of a killed process is ignored.
 */
export function lockFolder(path: string): () => void {
  const file = join(path, 'owner.json')
  const user = userOf(readOwner(file, owner), path, file)
  if (user !== null)
    throw new UsageError(`results folder ${path} is in use by ${user}: wait for it, or choose another folder`)
  rmSync(file, { force: true })
  writeFileSync(file, JSON.stringify(ourselves()), { flag: 'wx' })
  addScratch(file)
  return () => {
    forgetScratch(file)
    rmSync(file, { force: true })
  }
}
