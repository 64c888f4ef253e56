import type { ClientChannel } from 'ssh2'
import { eachLine } from './lines.ts'
import { channelEnd, type End, type Ssh } from './ssh.ts'

/** A command running in the guest. */
export interface GuestJob {
  /** The guest's process id of the shell that runs it. */
  readonly pid: number
  /** How it ends. Rejects when the signal aborts. */
  readonly ended: Promise<End>
}

/**
 * Starts a command in the guest. It resolves once the guest's shell has told its process id, that is, once
 * the command runs; it may have ended by then. `said` gets each line that it says.
 */
export async function startJob(
  ssh: Ssh,
  command: string,
  said: (line: string) => void,
  signal: AbortSignal,
): Promise<GuestJob> {
  // Not the last command, which ash would run in its own place: the writer's byte count would then begin with what
  // sshd and the shell had written before.
  const channel = await ssh.exec(`echo $$; ${command}\nexit $?`, signal)
  const ended = channelEnd(channel, signal)
  ended.catch(() => undefined)
  eachLine(channel.stderr, said)
  const pid = await firstLine(channel, said, signal)
  return { pid: Number(pid), ended }
}

/** The first line of a channel's output; the later ones go to `onLine`. */
function firstLine(
  channel: ClientChannel,
  onLine: (line: string) => void,
  signal: AbortSignal,
): Promise<string> {
  return new Promise((resolve, reject) => {
    const aborted = () => reject(signal.reason)
    signal.addEventListener('abort', aborted, { once: true })
    let first = true
    eachLine(channel, line => {
      if (!first) return onLine(line)
      first = false
      signal.removeEventListener('abort', aborted)
      resolve(line)
    })
  })
}
