import { type FactOf, type History, ofKind } from '../../model/contract/observation.ts'
import { median } from '../../model/value/median.ts'
import { durationText } from '../../model/value/units.ts'

/** How much of a stretch the host spent well; milliseconds. */
export interface FairPart {
  /** Our own process was on time. */
  readonly onTimeMs: number
  /** We were on time, nobody held QEMU, and its threads got the CPU when they wanted it. */
  readonly fairMs: number
}

interface Span {
  readonly from: number
  readonly to: number
}

/**
 * The part of a stretch in which a silence counts against the guest.
 * What nobody vouches for does not count: time before the first and after the last tick, and, where QEMU's
 * waits are watched at all, time after the last such line.
 */
export function fairPart(history: History, fromMs: number, to: number): FairPart {
  const ticks = ofKind(history, 'tick')
  const late = lateSpans(ticks)
  const from = Math.max(fromMs, ticks[0]?.at ?? to)
  const vouchedByTick = Math.min(to, ticks.at(-1)?.at ?? from)
  const lastCpu = ofKind(history, 'cpu').at(-1)?.at
  const vouched = Math.min(vouchedByTick, lastCpu ?? vouchedByTick)
  const onTimeMs = Math.max(0, vouchedByTick - from - overlaps(late, { from, to: vouchedByTick }))
  if (vouched <= from) return { onTimeMs, fairMs: 0 }
  let fairMs = vouched - from - overlaps(late, { from, to: vouched })
  for (const { span, waitedMs } of waits(history)) {
    const part = { from: Math.max(span.from, from), to: Math.min(span.to, vouched) }
    if (part.to <= part.from) continue
    // A wait and a late tick in one span are taken for the same shortage: only what exceeds counts again.
    const lateMs = overlaps(late, part)
    fairMs -= Math.min(part.to - part.from, Math.max(lateMs, waitedMs)) - lateMs
  }
  return { onTimeMs, fairMs: Math.max(0, fairMs) }
}

/** Says that a stretch tells nothing, because so little of it was fair. */
export function starvedText(fairMs: number): string {
  return `the host was starved: it gave QEMU and us a CPU for only ${durationText(fairMs)} of that`
}

/** A tick that came late vouches for nothing between its time and its coming. */
function lateSpans(ticks: readonly FactOf<'tick'>[]): Span[] {
  const gaps = ticks.slice(1).map((tick, index) => tick.at - (ticks[index]?.at ?? tick.at))
  const usual = median(gaps) ?? 0
  return ticks.map(({ at, lateMs }, index) => {
    const before = ticks[index - 1]?.at ?? Number.NEGATIVE_INFINITY
    // Ticks that are missing altogether (the journal's file hung, a clock jumped) are late without saying so.
    const unsaid = index === 0 ? 0 : at - before - 2 * usual
    return { from: Math.max(before, at - Math.max(lateMs, unsaid)), to: at }
  })
}

/**
 * The waits of QEMU's threads, per span. The kernel books a wait when it ends (sched_info_arrive, Linux 6.1),
 * so one that is longer than its span reaches back into the spans before. A QEMU that is held waits all the time.
 */
function waits(history: History): { span: Span; waitedMs: number }[] {
  let carriedMs = 0
  return ofKind(history, 'cpu')
    .toReversed()
    .map(({ at, spanMs, waitedMs, held }) => {
      if (held !== undefined) return { span: { from: at - spanMs, to: at }, waitedMs: spanMs }
      const allMs = waitedMs + carriedMs
      carriedMs = Math.max(0, allMs - spanMs)
      return { span: { from: at - spanMs, to: at }, waitedMs: Math.min(allMs, spanMs) }
    })
}

function overlaps(spans: readonly Span[], { from, to }: Span): number {
  return spans.reduce((sum, span) => sum + Math.max(0, Math.min(span.to, to) - Math.max(span.from, from)), 0)
}
