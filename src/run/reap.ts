import { readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { lives } from '../cache/owner.ts'
import type { RunOwner } from './run-directory.ts'

/**
 * Cleans up what runs that were killed (`kill -9`) wrote down in their run directories, and only that:
 * a QEMU is ended only if its number, start time and host boot are those that were recorded.
 * Returns the run directories that were removed.
 */
export function reap(runs: string): string[] {
  const reaped: string[] = []
  for (const name of folders(runs)) {
    const path = join(runs, name)
    const record = readRecord(join(path, 'owner.json'))
    if (record === null || lives(record.harness)) continue
    if (record.qemu && lives(record.qemu)) process.kill(record.qemu.pid, 'SIGKILL')
    rmSync(record.sockets, { recursive: true, force: true })
    rmSync(path, { recursive: true, force: true })
    reaped.push(path)
  }
  return reaped
}

function folders(path: string): string[] {
  try {
    return readdirSync(path)
  } catch {
    return []
  }
}

function readRecord(path: string): RunOwner | null {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as RunOwner
  } catch {
    return null
  }
}
