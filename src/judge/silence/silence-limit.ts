import { type FactOf, type History, ofKind, runOf } from '../../model/contract/observation.ts'
import { largest } from '../../model/value/extreme.ts'
import { healthyWindow } from '../window.ts'
import { eachPath } from './beats.ts'

/**
 * The silence, in ms, beyond which a guest may be called frozen: max(floor, factor × the slowest interval that
 * either path showed in the healthy phase). Null when a path has no such interval: what is healthy is then not known.
 */
export function silenceLimit(history: History): number | null {
  const limits = runOf(history)?.limits
  const healthy = healthyWindow(history)
  if (limits === undefined || healthy === null) return null
  const beats = ofKind(history, 'beat').filter(({ at }) => at >= healthy.fromMs && at <= healthy.toMs)
  const { ssh, serial } = eachPath(beats, slowestInterval)
  if (ssh === null || serial === null) return null
  return Math.max(limits.silenceFloorMs, limits.silenceFactor * Math.max(ssh, serial))
}

function slowestInterval(beats: readonly FactOf<'beat'>[]): number | null {
  const intervals = beats.slice(1).map(({ at }, index) => at - (beats[index]?.at ?? at))
  return intervals.length === 0 ? null : largest(intervals)
}
