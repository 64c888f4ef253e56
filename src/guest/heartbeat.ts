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

/** Lets the guest beat over ssh, on a channel of its own. */
export async function beatOverSsh(
  ssh: Ssh,
  everyMs: number,
  onBeat: (beat: Beat) => void,
  signal: AbortSignal,
): Promise<void> {
  const channel = await ssh.exec(`/usr/lib/chardev-fc/beat ${everyMs / 1000}`, signal)
  eachLine(channel, line => {
    const beat = parseBeat(line)
    if (beat) onBeat(beat)
  })
}
