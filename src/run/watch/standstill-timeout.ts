import { runningJobs } from '../../judge/jobs.ts'
import { isOpening, openStep } from '../../judge/open-step.ts'
import { isBlocked } from '../../judge/stall/blocked.ts'
import { standstillLimit } from '../../judge/stall/standstill-limit.ts'
import { type FactOf, type History, ofKind } from '../../model/contract/observation.ts'
import { fixedLimits } from '../../model/limits.ts'

const { lateMs, lateStandstillMs, workMs } = fixedLimits

/** How long nothing may move before the script is cut, and for how much of that the host must not be late, in ms. */
export interface StandstillTimeout {
  readonly stillMs: number
  readonly fairMs: number
}

/**
 * The timeout is long while something may still arrive: the result of a job's own work, or late bytes. It is short when a
 * command is blocked at the port, or QEMU has ended the connection.
 */
export function standstillTimeout(history: History, now: number): StandstillTimeout {
  const stillMs = standstillLimit(history)
  const fairMs = stillMs / 2
  const latest = latestSamples(history, now - stillMs)
  if (latest.some(sample => sample === undefined || !isBlocked(sample))) return { stillMs: workMs, fairMs }
  if (isEnded(history)) return { stillMs, fairMs }
  const isBlockedAtPort = latest.some(sample => sample && !mayComeLate(sample, history))
  if (isBlockedAtPort && !isOpening(openStep(history))) return { stillMs, fairMs }
  return { stillMs: Math.max(stillMs, lateStandstillMs), fairMs: lateMs }
}

/** The latest sample of each running job since `sinceMs`, if any. */
function latestSamples(history: History, sinceMs: number): (FactOf<'progress'> | undefined)[] {
  const samples = ofKind(history, 'progress').filter(({ at }) => at >= sinceMs)
  return runningJobs(history).map(job => samples.findLast(sample => sample.job === job))
}

/** Whether a command that reads may be waiting for bytes that the host has sent. */
function mayComeLate({ readBytes }: FactOf<'progress'>, history: History): boolean {
  const sent = ofKind(history, 'sent').at(-1)
  return readBytes !== undefined && sent?.total === sent?.of
}

function isEnded(history: History): boolean {
  return ofKind(history, 'peer').at(-1)?.event === 'ended'
}
