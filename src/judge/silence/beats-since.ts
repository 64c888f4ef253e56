import { type FactOf, type History, ofKind } from '../../model/contract/observation.ts'
import { usualLimits } from '../../model/limits.ts'
import { eachPath } from './each-path.ts'

/** Half the time between two beats. */
const leastMs = usualLimits.beatEveryMs / 2

/**
 * The number of beats since a moment on the path that has fewer of them. Beats that were held up and arrive all at once
 * count as one: they show one moment, and whoever waits for beats wants to see the guest live on.
 */
export function beatsSince(history: History, atMs: number): number {
  const { ssh, serial } = eachPath(
    ofKind(history, 'beat').filter(({ at }) => at > atMs),
    apart,
  )
  return Math.min(ssh, serial)
}

function apart(beats: readonly FactOf<'beat'>[]): number {
  let count = 0
  let last = Number.NEGATIVE_INFINITY
  for (const { at } of beats) {
    if (at - last < leastMs) continue
    last = at
    count += 1
  }
  return count
}
