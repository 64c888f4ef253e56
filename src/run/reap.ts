import { readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { endMarked } from '../cache/marked-processes.ts'
import { isAbandoned, ownerIn, ownerName, readOwner } from '../cache/owner.ts'
import { removeRun, runOwner } from './run-directory.ts'

/**
 * Cleans up after killed runs (`kill -9`): ends what they have started, and removes their run directories, also half-made
 * and half-removed ones, and their sockets. Returns the removed run directories.
 */
export function reap(runs: string): string[] {
  const removed: string[] = []
  for (const name of folders(runs)) {
    const path = join(runs, name)
    const record = readOwner(join(path, 'owner.json'), runOwner)
    const isPartial = name.startsWith('.')
    const owner = isPartial ? ownerIn(name.slice(1)) : (record?.harness ?? null)
    // A run directory without an owner is kept.
    if (owner === null || !isAbandoned(owner, path)) continue
    endMarked(ownerName(owner))
    try {
      if (record !== null) removeRun(path, owner, record.sockets)
      else rmSync(path, { recursive: true, force: true })
      if (!isPartial) removed.push(path)
    } catch {
      // Another command does the same at the same time, or the files are another user's.
    }
  }
  return removed
}

/** The run directories of processes that are still running, or may be where they cannot be seen. */
export function liveRuns(runs: string): string[] {
  return folders(runs)
    .map(name => join(runs, name))
    .filter(path => {
      const owner = readOwner(join(path, 'owner.json'), runOwner)
      return owner !== null && !isAbandoned(owner.harness, path)
    })
}

function folders(path: string): string[] {
  try {
    return readdirSync(path)
  } catch {
    return []
  }
}
