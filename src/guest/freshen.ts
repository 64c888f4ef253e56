import { randomBytes } from 'node:crypto'
import { InfraError } from '../model/errors.ts'
import type { Ssh } from './ssh.ts'

/**
 * Makes a restored guest one of now: its wall clock stands where it was saved, and its kernel would draw the same random
 * numbers as every other one from the same snapshot. Its uptime, by which it beats, goes on undisturbed. Throws
 * InfraError.
 */
export async function freshen(ssh: Ssh, signal: AbortSignal): Promise<void> {
  const seed = randomBytes(64).toString('hex')
  const seconds = (Date.now() / 1000).toFixed(0)
  const { code, stderr } = await ssh.run(
    `date -s @${seconds} > /dev/null && echo ${seed} > /dev/urandom`,
    signal,
  )
  if (code !== 0) throw new InfraError(`the restored guest does not take the time: ${stderr.trim()}`)
}
