import type { BeatPath, FactOf } from '../../model/contract/observation.ts'

/** /proc/uptime is cut to hundredths: a beat may have been sent so much later than it says. */
const uptimeStepMs = 10

/** A stretch without a beat; `closed` by a beat, or still open at its end. */
export interface Gap {
  readonly fromMs: number
  readonly toMs: number
  readonly closed: boolean
}

/** The stretches between beats as they were seen, in order, from the last beat before `fromMs` to `toMs`. */
export function gapsBetween(beats: readonly FactOf<'beat'>[], fromMs: number, toMs: number): Gap[] {
  const before = beats.findLast(({ at }) => at <= fromMs)?.at ?? fromMs
  const times = beats.map(({ at }) => at).filter(at => at > fromMs && at <= toMs)
  const closed = times.map((at, index) => ({ fromMs: times[index - 1] ?? before, toMs: at, closed: true }))
  const last = times.at(-1) ?? before
  return last < toMs ? [...closed, { fromMs: last, toMs, closed: false }] : closed
}

/**
 * The longest part of a gap in which the guest itself sent nothing. When the host was late, beats pile up and
 * arrive in a burst: the guest's clock then shows that it beat all along. When each was sent is reckoned from
 * the quickest delivery within `settleMs` after the gap, so that a guest clock that stood still or drifted
 * during the gap does not count as life: its beats then do not come faster than they were sent.
 */
export function silentPart(gap: Gap, beats: readonly FactOf<'beat'>[], settleMs: number): Gap {
  if (!gap.closed) return gap
  const burst = beats.filter(({ at }) => at >= gap.toMs && at <= gap.toMs + settleMs)
  const sent = [...sentTimes(burst, 'ssh'), ...sentTimes(burst, 'serial')]
    .filter(ms => ms > gap.fromMs && ms < gap.toMs)
    .sort((a, b) => a - b)
  const bounds = [gap.fromMs, ...sent, gap.toMs]
  const parts = bounds.slice(1).map((toMs, index) => ({ fromMs: bounds[index] ?? toMs, toMs, closed: true }))
  return parts.reduce((longest, part) => (lengthOf(part) > lengthOf(longest) ? part : longest), {
    fromMs: gap.fromMs,
    toMs: gap.fromMs,
    closed: true,
  })
}

/** Milliseconds from a gap's begin, or from `sinceMs` if that is later, to its end. */
export function lengthOf(gap: Omit<Gap, 'closed'>, sinceMs = Number.NEGATIVE_INFINITY): number {
  return gap.toMs - Math.max(gap.fromMs, sinceMs)
}

function sentTimes(burst: readonly FactOf<'beat'>[], path: BeatPath): number[] {
  const beats = burst.filter(beat => beat.path === path)
  const quickest = Math.min(...beats.map(({ at, guestMs }) => at - guestMs))
  return beats.map(({ at, guestMs }) => Math.min(at, guestMs + uptimeStepMs + quickest))
}
