import type { ClientChannel } from 'ssh2'
import { eachLine } from './lines.ts'
import { channelEnd, type Ssh, type Status } from './ssh.ts'

/** What a guest command tells while it runs. */
export interface JobEvents {
  started(): void
  said(line: string): void
  exited(status: Status): void
}

/**
 * Starts a command in the guest, once: it waits for a word from us, which what was started behind our back never gets
 * (see `Ssh.exec`). It resolves once the guest's shell has told its process id, that is, once
 * the command runs. Gives that id. Ends, and what it says, come through `events`.
 */
export async function startJob(
  ssh: Ssh,
  command: string,
  events: JobEvents,
  signal: AbortSignal,
): Promise<number> {
  // Not the last command, which ash would run in its own place: the writer's byte count would then begin with what
  // sshd and the shell had written before.
  const channel = await ssh.exec(`read -r _ || exit; echo $$; ${command}\nexit $?`, signal)
  channel.write('go\n')
  // Before the wait: a command that ends at once tells its process id and its end in one packet.
  const ended = channelEnd(channel, signal)
  const pid = firstLine(channel, events, signal)
  Promise.all([pid, ended]).then(
    ([, status]) => events.exited(status),
    () => undefined,
  )
  eachLine(channel.stderr, events.said)
  return Number(await pid)
}

/** The first line of a channel's output: the command runs. What it says comes after it. */
function firstLine(
  channel: ClientChannel,
  { started, said }: JobEvents,
  signal: AbortSignal,
): Promise<string> {
  return new Promise((resolve, reject) => {
    const aborted = () => reject(signal.reason)
    signal.addEventListener('abort', aborted, { once: true })
    let first = true
    eachLine(channel, line => {
      if (!first) return said(line)
      first = false
      started()
      signal.removeEventListener('abort', aborted)
      resolve(line)
    })
  })
}
