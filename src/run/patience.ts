import { isBlocked } from '../judge/blocked.ts'
import { fairPart } from '../judge/fair-part.ts'
import { isOpening, openStep } from '../judge/open-step.ts'
import { fixedLimits } from '../model/limits.ts'
import { type FactOf, type History, type Limits, ofKind } from '../model/observation.ts'
import { type Cut, cutFor } from './cut.ts'

const { lateStandstillMs, unclearFactor } = fixedLimits

/**
 * The cut that is due now, if any. A standstill is cut at its limit only where it is plain that nothing will come; else once
 * what is only late would have come, on a fair host.
 */
export function dueCut(history: History, now: number, movedAt: number, limits: Limits): Cut | null {
  const called = cutFor(history, now, movedAt, limits)
  if (called?.by !== 'standstill' || isPlain(history)) return called
  const { fairMs } = fairPart(history, movedAt, now)
  return fairMs >= lateStandstillMs || now - movedAt >= unclearFactor * lateStandstillMs ? called : null
}

/**
 * Whether it is plain that nothing will come: a command stands blocked at the port, or QEMU ended the connection. What else
 * does not move may be late: bytes, the next line of a slow writer, the answer to a connect.
 */
export function isPlain(history: History): boolean {
  return !isOpening(openStep(history)) && (isAnyBlocked(history) || isEnded(history))
}

function isAnyBlocked(history: History): boolean {
  const last = new Map(ofKind(history, 'progress').map(sample => [sample.job, sample]))
  for (const fact of ofKind(history, 'job')) if (fact.event === 'exited') last.delete(fact.job)
  return [...last.values()].some(sample => isBlocked(sample) && !mayComeLate(sample, history))
}

/** A command that reads waits for what the host has sent. */
function mayComeLate({ readBytes }: FactOf<'progress'>, history: History): boolean {
  const sent = ofKind(history, 'sent').at(-1)
  return readBytes !== undefined && sent?.total === sent?.of
}

function isEnded(history: History): boolean {
  return ofKind(history, 'peer').at(-1)?.event === 'ended'
}
