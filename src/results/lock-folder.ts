import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { lives, type ProcessId, processId, readOwner } from '../cache/owner.ts'
import { UsageError } from '../model/errors.ts'

/**
 * Locks a results folder for writing until the returned function is called. Throws UsageError if another process holds
 * the lock; the lock of a killed process is ignored.
 */
export function lockFolder(path: string): () => void {
  const file = join(path, 'owner.json')
  const other = readOwner<ProcessId>(file)
  if (other !== null && lives(other))
    throw new UsageError(
      `results folder ${path} is in use by process ${other.pid}: wait for it, or choose another folder`,
    )
  rmSync(file, { force: true })
  writeFileSync(file, JSON.stringify(processId(process.pid)), { flag: 'wx' })
  return () => rmSync(file, { force: true })
}
