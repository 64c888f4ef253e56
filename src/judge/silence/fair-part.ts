import { type FactOf, type History, ofKind } from '../../model/contract/observation.ts'
import { median } from '../../model/value/median.ts'
import { positionOf } from '../../model/value/position.ts'
import { durationText } from '../../model/value/units.ts'
import { away, outside } from '../machine/away.ts'
import { lengthOf, type Window } from '../window.ts'

/** How much of a stretch of time counts as evidence, in milliseconds. */
export interface FairPart {
  /** The machine ran, and our own process was on time. */
  readonly onTimeMs: number
  /** The machine ran, we were on time, QEMU was not stopped from outside, and its threads got a CPU when they were ready. */
  readonly fairMs: number
}

/**
 * The part of a stretch in which a silence counts against the guest.
 * Time without evidence does not count: before the first and after the last tick, and, where QEMU's
 * waits are watched at all, time after the last such line.
 */
export function fairPart(history: History, window: Window): FairPart {
  return fairness(history)(window)
}

/** `fairPart` for many stretches of one journal, which is read only once. */
export function fairness(history: History): (window: Window) => FairPart {
  const ticks = ofKind(history, 'tick')
  const lateIn = overlaps(lateSpans(ticks))
  const allWaits = waits(history)
  const [firstMs, lastMs] = [ticks[0]?.at, ticks.at(-1)?.at]
  const lastCpuMs = ofKind(history, 'cpu').at(-1)?.at
  const gone = away(history)
  const fairIn = (window: Window) => {
    const fromMs = Math.max(window.fromMs, firstMs ?? window.toMs)
    const tickedMs = Math.min(window.toMs, lastMs ?? fromMs)
    const vouchedMs = Math.min(tickedMs, lastCpuMs ?? tickedMs)
    const onTimeMs = Math.max(0, tickedMs - fromMs - lateIn({ fromMs, toMs: tickedMs }))
    if (vouchedMs <= fromMs) return { onTimeMs, fairMs: 0 }
    let fairMs = vouchedMs - fromMs - lateIn({ fromMs, toMs: vouchedMs })
    for (let index = positionOf(allWaits, fromMs, ({ toMs }) => toMs); index < allWaits.length; index++) {
      const wait = allWaits[index]
      if (wait === undefined || wait.fromMs >= vouchedMs) break
      const part = { fromMs: Math.max(wait.fromMs, fromMs), toMs: Math.min(wait.toMs, vouchedMs) }
      if (part.toMs <= part.fromMs) continue
      // A wait and a late tick in one span are taken for the same shortage: only what exceeds counts again.
      const lateMs = lateIn(part)
      fairMs -= Math.min(lengthOf(part), Math.max(lateMs, wait.waitedMs)) - lateMs
    }
    return { onTimeMs, fairMs: Math.max(0, fairMs) }
  }
  return window => {
    const parts = outside(window, gone).map(fairIn)
    return {
      onTimeMs: parts.reduce((sum, { onTimeMs }) => sum + onTimeMs, 0),
      fairMs: parts.reduce((sum, { fairMs }) => sum + fairMs, 0),
    }
  }
}

/** Says why a window proves nothing of which less than `leastMs` was fair; null: enough of it was. */
export function starvedIn(history: History, window: Window, leastMs: number): string | null {
  const { fairMs } = fairPart(history, window)
  if (fairMs >= leastMs) return null
  const ranMs = outside(window, away(history)).reduce((sum, part) => sum + lengthOf(part), 0)
  if (ranMs < leastMs)
    return `the machine was stopped or booted: the guest ran for only ${durationText(ranMs)} of that time`
  return `the host was starved: it gave QEMU and chardev-fc a CPU for only ${durationText(fairMs)} of that time`
}

/** A tick that came late vouches for nothing between its time and its coming. */
function lateSpans(ticks: readonly FactOf<'tick'>[]): Window[] {
  const gaps = ticks.slice(1).map((tick, index) => tick.at - (ticks[index]?.at ?? tick.at))
  const usual = median(gaps) ?? 0
  return ticks.map(({ at, lateMs }, index) => {
    const before = ticks[index - 1]?.at ?? Number.NEGATIVE_INFINITY
    // Ticks that are missing altogether (the journal's file hung, a clock jumped) are late without saying so.
    const unsaid = index === 0 ? 0 : at - before - 2 * usual
    return { fromMs: Math.max(before, at - Math.max(0, lateMs, unsaid)), toMs: at }
  })
}

/**
 * The waits of QEMU's threads, per span, in order of time. The kernel books a wait when it ends (sched_info_arrive, Linux
 * 6.1), so one that is longer than its span reaches back into the spans before. A QEMU that is held waits all the time.
 * A span begins where the one before ends, whatever the line says.
 */
function waits(history: History): (Window & { readonly waitedMs: number })[] {
  const lines = ofKind(history, 'cpu')
  let carriedMs = 0
  const latestFirst = lines.toReversed().map(({ at, spanMs, waitedMs, held }, index) => {
    const beforeMs = lines.at(-2 - index)?.at ?? Number.NEGATIVE_INFINITY
    const span = { fromMs: Math.max(at - spanMs, beforeMs), toMs: at }
    if (held !== undefined) return { ...span, waitedMs: spanMs }
    const allMs = waitedMs + carriedMs
    carriedMs = Math.max(0, allMs - spanMs)
    return { ...span, waitedMs: Math.min(allMs, spanMs) }
  })
  return latestFirst.toReversed()
}

/** For how long a window overlaps with spans, which are in order of time and do not overlap each other. */
function overlaps(spans: readonly Window[]): (window: Window) => number {
  const sums = [0]
  for (const span of spans) sums.push((sums.at(-1) ?? 0) + lengthOf(span))
  return ({ fromMs, toMs }) => {
    const first = positionOf(spans, fromMs, span => span.toMs)
    const last = positionOf(spans, toMs, span => span.fromMs) - 1
    const [from, to] = [spans[first], spans[last]]
    if (from === undefined || to === undefined || last < first || toMs <= fromMs) return 0
    const inside = (sums[last + 1] ?? 0) - (sums[first] ?? 0)
    return inside - Math.max(0, fromMs - from.fromMs) - Math.max(0, to.toMs - toMs)
  }
}
