import { type History, ofKind } from '../../model/contract/observation.ts'
import type { Stall } from '../stall/stall.ts'
import { eachPath } from './each-path.ts'

/**
 * The number of beats on each path that the guest sent while its writer stood blocked: after the first sample of the
 * proof, by the guest's own clock, and arrived by `untilMs`. By the host's clock alone, late beats of a guest that
 * stopped together with its writer would count.
 */
export function beatsAfterStall(history: History, stall: Stall, untilMs = Number.POSITIVE_INFINITY) {
  const beats = ofKind(history, 'beat').filter(
    ({ at, guestMs }) => at > stall.sinceMs && at <= untilMs && guestMs > stall.guestMs,
  )
  return eachPath(beats, ({ length }) => length)
}
