import { eachLine } from './lines.ts'
import { channelEnd, type Ssh, type Status } from './ssh.ts'
import { unlessAborted } from './unless-aborted.ts'

/** Callbacks of a guest command. */
export interface JobEvents {
  started(): void
  /** A line of its output, standard output or error. */
  line(text: string): void
  exited(status: Status): void
}

/**
 * Starts a command in the guest exactly once: it waits for a line on its stdin, which a command that sshd started
 * without a channel never gets (see `Ssh.exec`). Resolves with the pid of the guest's shell once the command runs.
 */
export async function startJob(
  ssh: Ssh,
  command: string,
  events: JobEvents,
  signal: AbortSignal,
): Promise<number> {
  // Not the last command, which ash would exec: the writer's byte count would then include the bytes that sshd and the
  // shell had written before.
  const channel = await ssh.exec(`read -r _ || exit; echo $$; ${command}\nexit $?`, signal)
  channel.write('go\n')
  // Before the wait: the pid and the end of a short command may arrive in one packet.
  const ended = channelEnd(channel, signal)
  const pid = new Promise<string>(resolve => {
    let isRunning = false
    eachLine(channel, line => {
      if (isRunning) return events.line(line)
      isRunning = true
      events.started()
      resolve(line)
    })
  })
  Promise.all([pid, ended]).then(
    ([, status]) => events.exited(status),
    () => undefined,
  )
  eachLine(channel.stderr, events.line)
  return Number(await unlessAborted(pid, signal))
}
