import { readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { lives, readOwner } from '../cache/owner.ts'
import type { RunOwner } from './run-directory.ts'

/**
 * Cleans up after killed runs (`kill -9`), as recorded in their run directories: kills a QEMU only if its pid, start time
 * and boot id match. Returns the removed run directories.
 */
export function reap(runs: string): string[] {
  const removed: string[] = []
  for (const name of folders(runs)) {
    const path = join(runs, name)
    const owner = readOwner<RunOwner>(join(path, 'owner.json'))
    if (owner === null || lives(owner.harness)) continue
    if (owner.qemu && lives(owner.qemu)) process.kill(owner.qemu.pid, 'SIGKILL')
    rmSync(owner.sockets, { recursive: true, force: true })
    rmSync(path, { recursive: true, force: true })
    removed.push(path)
  }
  return removed
}

/** The run directories of processes that are still running. */
export function liveRuns(runs: string): string[] {
  return folders(runs)
    .map(name => join(runs, name))
    .filter(path => {
      const owner = readOwner<RunOwner>(join(path, 'owner.json'))
      return owner !== null && lives(owner.harness)
    })
}

function folders(path: string): string[] {
  try {
    return readdirSync(path)
  } catch {
    return []
  }
}
