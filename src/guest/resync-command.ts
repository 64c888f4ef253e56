import { randomBytes } from 'node:crypto'

/**
 * The command that resyncs a restored guest: it sets the wall clock, which is that of the snapshot, and reseeds the
 * kernel, which would draw the same random numbers in every guest from the snapshot. The uptime, which beats carry, is
 * not affected.
 */
export function resyncCommand(): string {
  const seed = randomBytes(64).toString('hex')
  const seconds = (Date.now() / 1000).toFixed(0)
  return `date -s @${seconds} > /dev/null && echo ${seed} > /dev/urandom`
}
