import { type BeatPath, type FactOf, type History, ofKind } from '../../model/contract/observation.ts'
import { usualLimits } from '../../model/limits.ts'
import type { Stall } from '../stall/stall.ts'

type Beats = readonly FactOf<'beat'>[]

export const beatPaths: readonly BeatPath[] = ['ssh', 'serial']

/** The beats of one path. */
export function beatsOn(path: BeatPath, beats: Beats): FactOf<'beat'>[] {
  return beats.filter(beat => beat.path === path)
}

/** A value computed from the beats of each path. */
export function eachPath<Value>(
  beats: Beats,
  of: (beats: Beats, path: BeatPath) => Value,
): { readonly [Of in BeatPath]: Value } {
  return { ssh: of(beatsOn('ssh', beats), 'ssh'), serial: of(beatsOn('serial', beats), 'serial') }
}

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

function apart(beats: Beats): number {
  let count = 0
  let last = Number.NEGATIVE_INFINITY
  for (const { at } of beats) {
    if (at - last < leastMs) continue
    last = at
    count += 1
  }
  return count
}

/**
 * The number of beats on each path that the guest sent while its writer was blocked: after the first sample of the
 * proof, by the guest's own clock, and arrived by `untilMs`. By the host's clock alone, late beats of a guest that
 * stopped together with its writer would count.
 */
export function beatsAfterStall(history: History, stall: Stall, untilMs = Number.POSITIVE_INFINITY) {
  const beats = ofKind(history, 'beat').filter(
    ({ at, guestMs }) => at > stall.sinceMs && at <= untilMs && guestMs > stall.guestMs,
  )
  return eachPath(beats, ({ length }) => length)
}
