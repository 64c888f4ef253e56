import { type BeatPath, type History, ofKind } from '../../model/contract/observation.ts'
import { usualLimits } from '../../model/limits.ts'

/** Half the time between two beats. */
const leastMs = usualLimits.beatEveryMs / 2

/**
 * The number of beats since a moment on the path that has fewer of them. What was held up and comes all at once counts
 * as one: it tells of one moment, and whoever waits for beats wants to see the guest live on.
 */
export function beatsSince(history: History, atMs: number): number {
  const beats = ofKind(history, 'beat').filter(beat => beat.at > atMs)
  const on = (path: BeatPath) => apart(beats.filter(beat => beat.path === path).map(({ at }) => at))
  return Math.min(on('ssh'), on('serial'))
}

function apart(times: readonly number[]): number {
  let count = 0
  let last = Number.NEGATIVE_INFINITY
  for (const at of times) {
    if (at - last < leastMs) continue
    last = at
    count += 1
  }
  return count
}
