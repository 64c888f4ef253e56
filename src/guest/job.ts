import type { ClientChannel } from 'ssh2'
import { eachLine } from './lines.ts'
import { channelEnd, type Ssh } from './ssh.ts'

/** What a guest command tells while it runs. */
export interface JobEvents {
  said(line: string): void
  exited(status: { code: number | null; signal: string | null }): void
}

/** A command running in the guest. */
export interface GuestJob {
  /** The guest's process id of the shell that runs it. */
  readonly pid: number
}

/**
 * Starts a command in the guest. It resolves once the guest's shell has told its process id, that is, once
 * the command runs. Ends, and what it says, come through `events`.
 */
export async function startJob(
  ssh: Ssh,
  command: string,
  events: JobEvents,
  signal: AbortSignal,
): Promise<GuestJob> {
  // Not the last command, which ash would run in its own place: the writer's byte count would then begin with what
  // sshd and the shell had written before. It waits for our line: the end of a short command may otherwise come in
  // one packet with its beginning, before anybody listens (seen on a busy host).
  const channel = await ssh.exec(`echo $$; read -r _; ${command}\nexit $?`, signal)
  eachLine(channel.stderr, events.said)
  channelEnd(channel, signal).then(events.exited, () => undefined)
  const pid = await firstLine(channel, events.said, signal)
  channel.write('\n')
  return { pid: Number(pid) }
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
