import { eachLine } from './lines.ts'
import type { Ssh } from './ssh.ts'

/** What the guest sees of the process that writes to the port, or else of one that reads from it. */
export interface Sample {
  /** Bytes its write calls got rid of (/proc/PID/io, wchar). */
  readonly bytes: number
  /** Of a reader: bytes its read calls got (rchar). */
  readonly readBytes?: number
  readonly state: string
  /** The kernel function it sleeps in; `0` while it runs. */
  readonly waitsIn: string
  readonly guestMs: number
}

/** The sample in a line of the guest's `watch` (`p PID BYTES STATE WCHAN SYSCALL UPTIME`, `r` of a reader), or null. */
export function parseSample(line: string): Sample | null {
  const [mark, , bytes, state, wchan, syscall, uptime] = line.trim().split(' ')
  if ((mark !== 'p' && mark !== 'r') || bytes === undefined || state === undefined || uptime === undefined)
    return null
  if (!/^\d+$/.test(bytes)) return null
  return {
    ...(mark === 'p' ? { bytes: Number(bytes) } : { bytes: 0, readBytes: Number(bytes) }),
    state,
    waitsIn: sleepsIn(wchan, state, syscall),
    guestMs: Math.round(Number(uptime) * 1000),
  }
}

/**
 * The kernel function that a process sleeps in. Linux 5.10 of Debian 11 shows no wchan (always `0`): there the
 * system call has to say it (1 is write on x86-64).
 */
function sleepsIn(wchan: string | undefined, state: string, syscall: string | undefined): string {
  if (wchan === '0' && state !== 'R' && syscall === '1') return 'write'
  return wchan ?? '?'
}

/** Samples the writers of jobs, over one channel for all of them. */
export interface WriterWatch {
  /** Samples, inside the guest, whichever process of the job has the port open, until the job ends. */
  follow(job: string, pid: number): void
}

/**
 * Opens the channel, which is to be done before any of the jobs runs: one that ends at once might take the channel with
 * it (see `Ssh.exec`; seen: one job in three).
 */
export async function watchWriters(
  ssh: Ssh,
  { port, everyMs }: { port: string; everyMs: number },
  onSample: (job: string, sample: Sample) => void,
  signal: AbortSignal,
): Promise<WriterWatch> {
  const watch = `/usr/lib/chardev-fc/watch ${port} ${everyMs / 1000} $pid`
  const named = `while read -r line; do echo "$job $line"; done`
  const channel = await ssh.exec(`while read -r job pid; do ${watch} | ${named} & done`, signal)
  eachLine(channel, line => {
    const [job, ...words] = line.split(' ')
    const sample = parseSample(words.join(' '))
    if (job !== undefined && sample) onSample(job, sample)
  })
  return { follow: (job, pid) => channel.write(`${job} ${pid}\n`) }
}
