import { type FactOf, type History, ofKind } from '../../model/contract/observation.ts'
import { fixedLimits } from '../../model/limits.ts'
import { largest } from '../../model/value/extreme.ts'
import type { Window } from '../window.ts'

/** A stretch in which the machine did not run, as QEMU said: nothing in the guest moves, and no beat comes. */
export interface Stop extends Window {
  /** What said so: `event STOP`, or the run state that QEMU gave (`io-error`). */
  readonly by: string
  /** Whether the script was asking QEMU for something when it began. */
  readonly isAsked: boolean
  /** What shows that QEMU was wrong, as a sentence; null: nothing does. */
  readonly doubt: string | null
}

/** The text of the step `qemu.stop()` (src/verbs/qemu/stop.ts). */
export const stopText = 'qemu stops the machine'

/** What QEMU said about its machine, by an event or in its answer to query-status. */
interface Claim {
  readonly at: number
  readonly runs: boolean
  readonly by: string
  /** Since when it has been so at the earliest. */
  readonly sinceMs: number
  /** The event before says otherwise, and none came in between. */
  readonly doubt: string | null
}

/**
 * The stretches in which the machine was stopped, in order: from QEMU's event STOP, or from an answer to query-status that
 * says so, to the event RESUME or an answer that it runs. The last may be open, with an infinite end.
 */
export function stops(history: History): Stop[] {
  const found: Stop[] = []
  let stop: Claim | null = null
  for (const claim of claims(history)) {
    if (stop === null && !claim.runs) stop = claim
    else if (stop !== null && claim.runs) {
      found.push(stopOf(history, stop, claim.at, claim.doubt))
      stop = null
    }
  }
  return stop === null ? found : [...found, stopOf(history, stop, Number.POSITIVE_INFINITY, null)]
}

function claims(history: History): Claim[] {
  const found: Claim[] = []
  let event: Claim | null = null
  let askedMs = 0
  for (const fact of history) {
    if (fact.kind === 'qmp-event' && (fact.event === 'STOP' || fact.event === 'RESUME')) {
      const { at } = fact
      event = { at, runs: fact.event === 'RESUME', by: `event ${fact.event}`, sinceMs: at, doubt: null }
      found.push(event)
    } else if (fact.kind === 'qmp' && fact.status !== undefined) {
      // An answer that was on its way when an event came may be older than the event.
      if (event !== null && fact.at - fact.tookMs <= event.at) continue
      const runs = fact.status === 'running'
      const says = `query-status said '${fact.status}'`
      const doubt = event !== null && event.runs !== runs ? `${says} after the ${event.by}` : null
      found.push({
        at: fact.at,
        runs,
        by: `run state ${fact.status}`,
        sinceMs: runs ? fact.at : askedMs || fact.at,
        doubt,
      })
      askedMs = fact.at
    }
  }
  return found
}

function stopOf(history: History, { by, sinceMs, doubt }: Claim, toMs: number, atEnd: string | null): Stop {
  const asking = stepAt(history, sinceMs)
  // QEMU first stops the CPUs, then its devices, and then says so.
  const fromMs = asking?.text === stopText ? asking.at : sinceMs
  const isAsked = asking !== null
  return { fromMs, toMs, by, isAsked, doubt: doubt ?? atEnd ?? ranOn(history, { fromMs: sinceMs, toMs }) }
}

/** The line of the script that asks QEMU for something at a moment, if there is one. */
function stepAt(history: History, atMs: number): FactOf<'step'> | null {
  const steps = ofKind(history, 'step').filter(({ text, at }) => text.startsWith('qemu ') && at <= atMs)
  const ended = new Set(steps.filter(({ edge, at }) => edge === 'end' && at < atMs).map(({ step }) => step))
  return steps.findLast(({ edge, step }) => edge === 'begin' && !ended.has(step)) ?? null
}

/** The guest's own clock stands still with the machine: a beat that it sent well after the stop shows that it ran. */
function ranOn(history: History, { fromMs, toMs }: Window): string | null {
  const beats = ofKind(history, 'beat')
  const before = beats.filter(({ at }) => at <= fromMs)
  const last = before.at(-1)
  if (last === undefined) return null
  const stoodMs = largest(before.map(({ guestMs }) => guestMs)) + fromMs - last.at + fixedLimits.ranOnMs
  const late = beats.find(({ at, guestMs }) => at > fromMs && at < toMs && guestMs > stoodMs)
  return late === undefined ? null : 'the guest kept beating'
}
