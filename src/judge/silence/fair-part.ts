import { type FactOf, type History, ofKind } from '../../model/contract/observation.ts'
import { median } from '../../model/value/median.ts'
import { durationText } from '../../model/value/units.ts'
import { lengthOf, type Window } from '../window.ts'

/** How much of a stretch the host spent well; milliseconds. */
export interface FairPart {
  /** Our own process was on time. */
  readonly onTimeMs: number
  /** We were on time, QEMU was not stopped from outside, and its threads got a CPU when they were ready. */
  readonly fairMs: number
}

/**
 * The part of a stretch in which a silence counts against the guest.
 * Time without evidence does not count: before the first and after the last tick, and, where QEMU's
 * waits are watched at all, time after the last such line.
 */
export function fairPart(history: History, window: Window): FairPart {
  const ticks = ofKind(history, 'tick')
  const late = lateSpans(ticks)
  const fromMs = Math.max(window.fromMs, ticks[0]?.at ?? window.toMs)
  const tickedMs = Math.min(window.toMs, ticks.at(-1)?.at ?? fromMs)
  const vouchedMs = Math.min(tickedMs, ofKind(history, 'cpu').at(-1)?.at ?? tickedMs)
  const onTimeMs = Math.max(0, tickedMs - fromMs - overlaps(late, { fromMs, toMs: tickedMs }))
  if (vouchedMs <= fromMs) return { onTimeMs, fairMs: 0 }
  let fairMs = vouchedMs - fromMs - overlaps(late, { fromMs, toMs: vouchedMs })
  for (const wait of waits(history)) {
    const part = { fromMs: Math.max(wait.fromMs, fromMs), toMs: Math.min(wait.toMs, vouchedMs) }
    if (part.toMs <= part.fromMs) continue
    // A wait and a late tick in one span are taken for the same shortage: only what exceeds counts again.
    const lateMs = overlaps(late, part)
    fairMs -= Math.min(lengthOf(part), Math.max(lateMs, wait.waitedMs)) - lateMs
  }
  return { onTimeMs, fairMs: Math.max(0, fairMs) }
}

/** Says that a window proves nothing because less than `leastMs` of it was fair; null: enough of it was. */
export function starvedIn(history: History, window: Window, leastMs: number): string | null {
  const { fairMs } = fairPart(history, window)
  if (fairMs >= leastMs) return null
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
    return { fromMs: Math.max(before, at - Math.max(lateMs, unsaid)), toMs: at }
  })
}

/**
 * The waits of QEMU's threads, per span. The kernel books a wait when it ends (sched_info_arrive, Linux 6.1),
 * so one that is longer than its span reaches back into the spans before. A QEMU that is held waits all the time.
 */
function waits(history: History): (Window & { readonly waitedMs: number })[] {
  let carriedMs = 0
  return ofKind(history, 'cpu')
    .toReversed()
    .map(({ at, spanMs, waitedMs, held }) => {
      const span = { fromMs: at - spanMs, toMs: at }
      if (held !== undefined) return { ...span, waitedMs: spanMs }
      const allMs = waitedMs + carriedMs
      carriedMs = Math.max(0, allMs - spanMs)
      return { ...span, waitedMs: Math.min(allMs, spanMs) }
    })
}

function overlaps(spans: readonly Window[], { fromMs, toMs }: Window): number {
  return spans.reduce(
    (sum, span) => sum + Math.max(0, Math.min(span.toMs, toMs) - Math.max(span.fromMs, fromMs)),
    0,
  )
}
