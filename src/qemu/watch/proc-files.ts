import { readdirSync, readFileSync } from 'node:fs'
import { statFields } from '../../cache/proc-stat.ts'

// Synchronous: procfs never waits for a disk, and the thread pool may be the very thing that is late.

/** The text of a file in /proc; empty when the process has ended or the file may not be read. */
export function procText(path: string): string {
  try {
    return readFileSync(path, 'latin1')
  } catch {
    return ''
  }
}

/** The names in a folder of /proc; empty when the process has ended or the folder may not be read. */
export function procNames(path: string): string[] {
  try {
    return readdirSync(path)
  } catch {
    return []
  }
}

/** The state in the file `stat` of a process' or a thread's folder: R, S, D, T, t, Z; empty when it has ended. */
export function stateIn(folder: string): string {
  return statFields(folder)[0] ?? ''
}
