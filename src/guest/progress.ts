import { eachLine } from './lines.ts'
import type { Ssh } from './ssh.ts'

/** What the guest sees of the process that writes to the port. */
export interface Sample {
  /** Bytes its write calls got rid of (/proc/PID/io, wchar). */
  readonly bytes: number
  readonly state: string
  /** The kernel function it sleeps in; `0` while it runs. */
  readonly waitsIn: string
  readonly guestMs: number
}

/** The sample in a line of the guest's `watch` script (`p PID BYTES STATE WCHAN SYSCALL UPTIME`), or null. */
export function parseSample(line: string): Sample | null {
  const [mark, , bytes, state, wchan, syscall, uptime] = line.trim().split(' ')
  if (mark !== 'p' || bytes === undefined || state === undefined || uptime === undefined) return null
  if (!/^\d+$/.test(bytes)) return null
  return {
    bytes: Number(bytes),
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

/** Samples, inside the guest, whichever process of a job has the port open. Ends with the job. */
export async function watchWriter(
  ssh: Ssh,
  { port, pid, everyMs }: { port: string; pid: number; everyMs: number },
  onSample: (sample: Sample) => void,
  signal: AbortSignal,
): Promise<void> {
  const channel = await ssh.exec(`/usr/lib/chardev-fc/watch ${port} ${everyMs / 1000} ${pid}`, signal)
  eachLine(channel, line => {
    const sample = parseSample(line)
    if (sample) onSample(sample)
  })
}
