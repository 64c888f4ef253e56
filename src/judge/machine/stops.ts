import { type FactOf, type History, ofKind } from '../../model/contract/observation.ts'
import { fixedLimits } from '../../model/limits.ts'
import { positionOf } from '../../model/value/position.ts'
import type { Window } from '../window.ts'

/** A stretch in which the machine did not run, as QEMU said: nothing in the guest moves, and no beat comes. */
export interface Stop extends Window {
  /** What said so: `event STOP`, or the run state that QEMU gave (`io-error`). */
  readonly by: string
  /** Whether the script was asking QEMU for something when it began. */
  readonly isAsked: boolean
}

const { ranOnMs } = fixedLimits

/** The text of the step `qemu.stop()` (src/verbs/qemu/stop.ts). */
export const stopText = 'qemu stops the machine'

/** What QEMU said about its machine, by an event or in its answer to query-status. */
interface Claim {
  readonly at: number
  readonly runs: boolean
  readonly by: string
  /** Since when it has been so at the earliest. */
  readonly sinceMs: number
  /** An answer that contradicts the event before it, with none in between. */
  readonly contradicts: boolean
}

/**
 * The stretches in which the machine was stopped, in order: from QEMU's event STOP, or from an answer to query-status that
 * says so, to the event RESUME or an answer that it runs. The last may be open, with an infinite end. An event STOP that
 * is false, because QEMU then says that the machine runs or the guest goes on beating, is left out.
 */
export function stops(history: History): Stop[] {
  const steps = ofKind(history, 'step').filter(({ text }) => text.startsWith('qemu '))
  const found: Stop[] = []
  let stop: Claim | null = null
  for (const claim of claims(history)) {
    if (stop === null && !claim.runs) stop = claim
    else if (stop !== null && claim.runs) {
      if (!claim.contradicts) found.push(stopOf(steps, stop, claim.at))
      stop = null
    }
  }
  if (stop !== null) found.push(stopOf(steps, stop, Number.POSITIVE_INFINITY))
  const beats = ofKind(history, 'beat')
  /** The latest time of the guest up to each beat. */
  const latest: number[] = []
  for (const { guestMs } of beats) latest.push(Math.max(latest.at(-1) ?? guestMs, guestMs))
  return found.filter(stop => !guestRanOn(beats, latest, stop))
}

function claims(history: History): Claim[] {
  const found: Claim[] = []
  let event: Claim | null = null
  let askedMs: number | null = null
  for (const fact of history) {
    if (fact.kind === 'qmp-event' && (fact.event === 'STOP' || fact.event === 'RESUME')) {
      const { at } = fact
      const by = `event ${fact.event}`
      event = { at, runs: fact.event === 'RESUME', by, sinceMs: at, contradicts: false }
      found.push(event)
    } else if (fact.kind === 'qemu' && fact.event === 'holds') {
      // What the previous QEMU said cannot contradict this one.
      event = null
      askedMs = null
    } else if (fact.kind === 'qmp' && fact.status !== undefined) {
      // An answer that was on its way when an event came may be older than the event.
      if (event !== null && fact.at - fact.tookMs <= event.at) continue
      const runs = fact.status === 'running'
      found.push({
        at: fact.at,
        runs,
        by: `run state ${fact.status}`,
        sinceMs: runs ? fact.at : (askedMs ?? fact.at),
        contradicts: event !== null && event.runs !== runs,
      })
      askedMs = fact.at
    }
  }
  return found
}

function stopOf(steps: readonly FactOf<'step'>[], { by, sinceMs }: Claim, toMs: number): Stop {
  const asking = stepAt(steps, sinceMs)
  // QEMU first stops the CPUs, then its devices, and then says so.
  const fromMs = asking?.text === stopText ? asking.at : sinceMs
  return { fromMs, toMs, by, isAsked: asking !== null }
}

/** The line of the script that asks QEMU for something at a moment, if there is one. */
function stepAt(steps: readonly FactOf<'step'>[], atMs: number): FactOf<'step'> | null {
  const before = steps.filter(({ at }) => at <= atMs)
  const ended = new Set(before.filter(({ edge, at }) => edge === 'end' && at < atMs).map(({ step }) => step))
  return before.findLast(({ edge, step }) => edge === 'begin' && !ended.has(step)) ?? null
}

/**
 * The guest's own clock stands still with the machine: a beat that it sent well after the stop shows that it ran. Beats
 * that come with the end do not count: a late host sees them before QEMU's event.
 */
function guestRanOn(
  beats: readonly FactOf<'beat'>[],
  latest: readonly number[],
  { fromMs, toMs }: Window,
): boolean {
  let first = positionOf(beats, fromMs, ({ at }) => at)
  while (beats[first]?.at === fromMs) first++
  const [last, latestMs] = [beats[first - 1], latest[first - 1]]
  if (last === undefined || latestMs === undefined) return false
  const stoodMs = latestMs + fromMs - last.at + ranOnMs
  for (let index = first; index < beats.length; index++) {
    const beat = beats[index]
    if (beat === undefined || beat.at >= toMs - ranOnMs) return false
    if (beat.guestMs > stoodMs) return true
  }
  return false
}
