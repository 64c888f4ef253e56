import { readFileSync } from 'node:fs'

/** Identifies a process beyond the reuse of its pid. */
export interface ProcessId {
  readonly pid: number
  /** Clock ticks since boot at which it started (/proc/PID/stat, field 22). */
  readonly startTime: string
  readonly bootId: string
}

/** The identity of the running process with this pid, or null. */
export function processId(pid: number): ProcessId | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1')
    // The name in the second field may contain spaces and parentheses.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    const startTime = fields[19]
    return startTime === undefined ? null : { pid, startTime, bootId: bootId() }
  } catch {
    return null
  }
}

/** Whether exactly this process still exists; a zombie does. */
export function lives(process: ProcessId): boolean {
  const now = processId(process.pid)
  return now !== null && now.startTime === process.startTime && now.bootId === process.bootId
}

/** Reads an owner file; null when it is missing or unreadable. */
export function readOwner<Owner>(file: string): Owner | null {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Owner
  } catch {
    return null
  }
}

/** The boot id of the running kernel. */
export function bootId(): string {
  return readFileSync('/proc/sys/kernel/random/boot_id', 'latin1').trim()
}
