import { readFileSync } from 'node:fs'

/**
 * The memory of a process that no file backs, in bytes: what it has allocated, a guest's RAM included
 * (/proc/PID/status, RssAnon; Linux 4.5). Null when the process is gone or the kernel does not tell.
 */
export function anonymousBytes(pid: number): number | null {
  try {
    const kib = /^RssAnon:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'latin1'))?.[1]
    return kib === undefined ? null : Number(kib) * 1024
  } catch {
    return null
  }
}
