import { type BeatPath, type History, ofKind } from '../model/observation.ts'
import type { Stall } from './stall.ts'

/**
 * Beats per path that the guest sent after the last sample that proved the stall, by its own clock, and that
 * had arrived by `untilMs`. By the host's clock alone, beats of a guest that stopped with its writer could
 * still count, when they arrive late.
 */
export function beatsAfterStall(
  history: History,
  stall: Stall,
  untilMs: number,
): { readonly ssh: number; readonly serial: number } {
  const beats = ofKind(history, 'beat').filter(
    ({ at, guestMs }) => at > stall.atMs && at <= untilMs && guestMs > stall.guestMs,
  )
  const on = (path: BeatPath) => beats.filter(beat => beat.path === path).length
  return { ssh: on('ssh'), serial: on('serial') }
}
