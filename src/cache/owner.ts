import { readFileSync } from 'node:fs'

/** A process that cannot be mistaken for a later one with the same number. */
export interface ProcessId {
  readonly pid: number
  /** Clock ticks since boot at which it started (/proc/PID/stat, field 22). */
  readonly startTime: string
  readonly bootId: string
}

/** The identity of a living process, or null if there is none with that number. */
export function processId(pid: number): ProcessId | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1')
    // The name in the second field may hold blanks and parentheses.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    const startTime = fields[19]
    return startTime === undefined ? null : { pid, startTime, bootId: bootId() }
  } catch {
    return null
  }
}

/** Whether this very process still lives (a zombie does not). */
export function lives(process: ProcessId): boolean {
  const now = processId(process.pid)
  return now !== null && now.startTime === process.startTime && now.bootId === process.bootId
}

/** What a file says of who owns something; null where there is none that can be read. */
export function readOwner<Owner>(file: string): Owner | null {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Owner
  } catch {
    return null
  }
}

/** Of the running kernel. */
export function bootId(): string {
  return readFileSync('/proc/sys/kernel/random/boot_id', 'latin1').trim()
}
