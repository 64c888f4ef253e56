import { procText } from './proc-files.ts'

/**
 * The anonymous memory of a process in bytes: what it has allocated, a guest's RAM included (/proc/PID/status, RssAnon;
 * Linux 4.5). Null when the process has ended or the kernel does not report it.
 */
export function anonymousBytes(pid: number): number | null {
  const kib = /^RssAnon:\s+(\d+) kB$/m.exec(procText(`/proc/${pid}/status`))?.[1]
  return kib === undefined ? null : Number(kib) * 1024
}
