import type { FactOf } from '../../model/contract/observation.ts'
import { smallest } from '../../model/value/extreme.ts'
import { positionOf } from '../../model/value/position.ts'
import { outside } from '../machine/away.ts'
import { lengthOf, type Window } from '../window.ts'
import { beatPaths, beatsOn } from './beats.ts'

type Beats = readonly FactOf<'beat'>[]

/** /proc/uptime is cut to hundredths: a beat may have been sent so much later than it says. */
const uptimeStepMs = 10

/** A stretch without a beat; `closed` by a beat, or still open at its end. */
export interface Gap extends Window {
  readonly closed: boolean
}

/**
 * The stretches between beats as they arrived, in order, from the last beat before a window to the window's end. What lies
 * in `gone`, when no beat can come, is left out, and closes the stretch before it.
 */
export function gapsIn(window: Window, beats: Beats, gone: readonly Window[]): Gap[] {
  return gapsBetween(window, beats).flatMap(gap =>
    outside(gap, gone).map(part => ({ ...part, closed: gap.closed || part.toMs < gap.toMs })),
  )
}

function gapsBetween({ fromMs, toMs }: Window, beats: Beats): Gap[] {
  const before = beats.findLast(({ at }) => at <= fromMs)?.at ?? fromMs
  const times = beats.map(({ at }) => at).filter(at => at > fromMs && at <= toMs)
  const closed = times.map((at, index) => ({ fromMs: times[index - 1] ?? before, toMs: at, closed: true }))
  const last = times.at(-1) ?? before
  return last < toMs ? [...closed, { fromMs: last, toMs, closed: false }] : closed
}

/**
 * The longest part of a gap in which the guest itself sent nothing. When the host was late, beats pile up and
 * arrive in a burst: the guest's clock then shows that it beat all along. When each was sent is estimated from
 * the quickest delivery within `settleMs` after the gap, so that a guest clock that stood still or drifted
 * during the gap does not count as life: its beats then do not come faster than they were sent.
 */
export function silentPart(gap: Gap, beats: Beats, settleMs: number): Gap {
  if (!gap.closed) return gap
  const from = positionOf(beats, gap.toMs, ({ at }) => at)
  const rest = beats.slice(
    from,
    positionOf(beats, gap.toMs + settleMs + 1, ({ at }) => at),
  )
  const burst = rest.filter(({ at }) => at <= gap.toMs + settleMs)
  const sent = beatPaths
    .flatMap(path => sentTimes(beatsOn(path, burst)))
    .filter(ms => ms > gap.fromMs && ms < gap.toMs)
    .sort((a, b) => a - b)
  return longestOf(
    [...sent, gap.toMs].map((toMs, index) => ({ fromMs: sent[index - 1] ?? gap.fromMs, toMs, closed: true })),
  )
}

/** The first of the longest of some windows; there must be one. */
export function longestOf<Of extends Window>(windows: readonly Of[]): Of {
  return windows.reduce((longest, one) => (lengthOf(one) > lengthOf(longest) ? one : longest))
}

function sentTimes(beats: Beats): number[] {
  const quickest = smallest(beats.map(({ at, guestMs }) => at - guestMs))
  return beats.map(({ at, guestMs }) => Math.min(at, guestMs + uptimeStepMs + quickest))
}
