import { type BeatPath, type History, ofKind } from '../../model/contract/observation.ts'
import type { Stall } from '../stall/stall.ts'

/**
 * Beats per path that the guest sent while its writer stood blocked: after the first sample of the proof, by its own
 * clock, and arrived by `untilMs`. By the host's clock alone, beats of a guest that stopped with its writer could
 * still count, when they arrive late.
 */
export function beatsAfterStall(
  history: History,
  stall: Stall,
  untilMs: number,
): { readonly ssh: number; readonly serial: number } {
  const beats = ofKind(history, 'beat').filter(
    ({ at, guestMs }) => at > stall.sinceMs && at <= untilMs && guestMs > stall.guestMs,
  )
  const on = (path: BeatPath) => beats.filter(beat => beat.path === path).length
  return { ssh: on('ssh'), serial: on('serial') }
}
