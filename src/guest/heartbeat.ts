import { InfraError } from '../model/errors.ts'
import { eachLine } from './lines.ts'
import type { Ssh } from './ssh.ts'

const mostErrors = 3

/** One beat: its number, and the guest's uptime in ms (10 ms steps: /proc/uptime). */
export interface Beat {
  readonly count: number
  readonly guestMs: number
}

/** Parses a line of the guest's `beat` script (`b COUNT UPTIME`). Null for another line. */
export function parseBeat(line: string): Beat | null {
  const match = /^b (\d{1,15}) (\d{1,12}\.\d{1,9})$/.exec(line.trim())
  return match === null ? null : { count: Number(match[1]), guestMs: Math.round(Number(match[2]) * 1000) }
}

/**
 * Starts the heartbeat over ssh on a separate channel. Resolves once the guest has accepted the command. `began` resolves
 * with the first beat, and rejects with InfraError if the command ends before it. `after` is a command to run first, on
 * the same channel, because the end of one command may close the channel of another (see `Ssh.exec`).
 */
export async function beatOverSsh(
  ssh: Ssh,
  { everyMs, after }: { everyMs: number; after: string | null },
  onBeat: (beat: Beat) => void,
  signal: AbortSignal,
): Promise<{ readonly began: Promise<void> }> {
  const command = `exec /usr/lib/chardev-fc/beat ${everyMs / 1000}`
  const channel = await ssh.exec(after === null ? command : `${after} && ${command}`, signal)
  const errors: string[] = []
  eachLine(channel.stderr, line => {
    if (errors.length < mostErrors) errors.push(line)
  })
  const began = new Promise<void>((resolve, reject) => {
    channel.once('close', () => reject(new InfraError(`no heartbeat over ssh: ${errors.join('; ')}`)))
    eachLine(channel, line => {
      const beat = parseBeat(line)
      if (!beat) return
      onBeat(beat)
      resolve()
    })
  })
  began.catch(() => undefined)
  return { began }
}
