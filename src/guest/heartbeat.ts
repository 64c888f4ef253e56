import { InfraError } from '../model/errors.ts'
import { eachLine } from './lines.ts'
import type { Ssh } from './ssh.ts'

/** One sign of life: its number, and the guest's uptime in ms (10 ms steps: /proc/uptime). */
export interface Beat {
  readonly count: number
  readonly guestMs: number
}

/** The beat in a line of the guest's `beat` script (`b COUNT UPTIME`), or null. */
export function parseBeat(line: string): Beat | null {
  const match = /^b (\d+) (\d+\.\d+)$/.exec(line.trim())
  return match === null ? null : { count: Number(match[1]), guestMs: Math.round(Number(match[2]) * 1000) }
}

/**
 * Lets the guest beat over ssh, on a channel of its own. Resolves once the guest has taken the command; `began` then waits
 * for the first beat, and rejects with InfraError if the command ended before it. `after`: a command to run before, on the same channel,
 * because the end of one command may close the channel of another (see `Ssh.exec`).
 */
export async function beatOverSsh(
  ssh: Ssh,
  { everyMs, after }: { everyMs: number; after: string | null },
  onBeat: (beat: Beat) => void,
  signal: AbortSignal,
): Promise<{ readonly began: Promise<void> }> {
  const command = `exec /usr/lib/chardev-fc/beat ${everyMs / 1000}`
  const channel = await ssh.exec(after === null ? command : `${after} && ${command}`, signal)
  const said: string[] = []
  eachLine(channel.stderr, line => said.push(line))
  const began = new Promise<void>((resolve, reject) => {
    channel.once('close', () => reject(new InfraError(`no heartbeat over ssh: ${said.join('; ')}`)))
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
