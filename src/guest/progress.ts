import { eachLine } from './lines.ts'
import type { Ssh } from './ssh.ts'

/** A sample, taken in the guest, of the process that writes to the port, or else of one that reads from it. */
export interface Sample {
  /** Bytes that its write calls have written (/proc/PID/io, wchar). */
  readonly bytes: number
  /** Of a reader: bytes that its read calls have read (rchar). */
  readonly readBytes?: number
  readonly state: string
  /** The kernel function that it sleeps in; `0` while it runs. */
  readonly waitsIn: string
  readonly guestMs: number
}

/** Parses a line of the guest's `watch` (`p PID BYTES STATE WCHAN SYSCALL UPTIME`, `r` for a reader), or null. */
export function parseSample(line: string): Sample | null {
  const [mark, , bytes, state, wchan, syscall, uptime] = line.trim().split(' ')
  if ((mark !== 'p' && mark !== 'r') || bytes === undefined || state === undefined || uptime === undefined)
    return null
  if (!/^\d{1,15}$/.test(bytes) || !/^\d{1,12}(\.\d{1,9})?$/.test(uptime)) return null
  // The kernel of Debian 11 (5.10) shows no wchan (always `0`): use the system call (1 is write on x86-64).
  const isInWrite = wchan === '0' && state !== 'R' && syscall === '1'
  // A program that has the port open for both directions may be waiting for the host (0 is read on x86-64).
  const isInRead = mark === 'p' && syscall === '0'
  return {
    ...(mark === 'p' ? { bytes: Number(bytes) } : { bytes: 0, readBytes: Number(bytes) }),
    state,
    waitsIn: isInWrite ? 'write' : isInRead ? 'read' : (wchan ?? '?'),
    guestMs: Math.round(Number(uptime) * 1000),
  }
}

/** Samples the writers of jobs. */
export interface WriterWatch {
  /** Samples, in the guest, the process of the job that has a port open, until the job ends. */
  follow(job: string, pid: number, port: string): void
}

/**
 * Opens one channel for the samples of all jobs. Call it before any job runs: a job that ends at once may close the
 * channel (see `Ssh.exec`; one job in three did).
 */
export async function watchWriters(
  ssh: Ssh,
  everyMs: number,
  onSample: (job: string, sample: Sample) => void,
  signal: AbortSignal,
): Promise<WriterWatch> {
  const watch = `/usr/lib/chardev-fc/watch "$port" ${everyMs / 1000} $pid`
  const named = `while read -r line; do echo "$job $line"; done`
  const channel = await ssh.exec(`while read -r job pid port; do ${watch} | ${named} & done`, signal)
  eachLine(channel, line => {
    const [job, ...words] = line.split(' ')
    const sample = parseSample(words.join(' '))
    if (job !== undefined && sample) onSample(job, sample)
  })
  return { follow: (job, pid, port) => channel.write(`${job} ${pid} ${port}\n`) }
}
