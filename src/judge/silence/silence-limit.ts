import { type BeatPath, type FactOf, type History, ofKind, runOf } from '../../model/contract/observation.ts'

/**
 * The silence, in ms, beyond which a guest may be called frozen: max(floor, factor × the slowest interval that
 * either path showed between the phases `healthy` and `script`). Null when a path has no such interval: what is
 * healthy is then not known.
 */
export function silenceLimit(history: History): number | null {
  const limits = runOf(history)?.limits
  const phases = ofKind(history, 'phase')
  const from = phases.find(({ phase }) => phase === 'healthy')?.at
  const to = phases.find(({ phase }) => phase === 'script')?.at
  if (limits === undefined || from === undefined || to === undefined) return null
  const beats = ofKind(history, 'beat').filter(({ at }) => at >= from && at <= to)
  const ssh = slowestInterval(beats, 'ssh')
  const serial = slowestInterval(beats, 'serial')
  if (ssh === null || serial === null) return null
  return Math.max(limits.silenceFloorMs, limits.silenceFactor * Math.max(ssh, serial))
}

function slowestInterval(beats: readonly FactOf<'beat'>[], path: BeatPath): number | null {
  const times = beats.filter(beat => beat.path === path).map(({ at }) => at)
  const intervals = times.slice(1).map((at, index) => at - (times[index] ?? at))
  return intervals.length === 0 ? null : Math.max(...intervals)
}
