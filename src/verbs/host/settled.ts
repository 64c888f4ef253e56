import { isRestUnclear } from '../../judge/expectation/calm.ts'
import { runningJobs } from '../../judge/jobs.ts'
import { beatsAfterStall, beatsSince } from '../../judge/silence/beats.ts'
import { findHostStall } from '../../judge/stall/host-stall.ts'
import { findStall } from '../../judge/stall/stall.ts'
import { type History, type Limits, ofKind } from '../../model/contract/observation.ts'
import { fixedLimits } from '../../model/limits.ts'

const { restMs, longestRestMs } = fixedLimits

/** What was observed of one port, and of all. */
interface Seen {
  readonly history: History
  readonly whole: History
}

/**
 * Whether `idle('until stalled')`, which began at `fromMs`, is over (undefined: not yet): the writer was proven blocked
 * and enough beats have arrived since, or all jobs have exited, so that nothing can stall.
 */
export function stallSettled({ history, whole }: Seen, limits: Limits, fromMs: number): true | undefined {
  const stall = findStall(history, fromMs)
  if (stall) {
    const { ssh, serial } = beatsAfterStall(history, stall)
    const stoodMs = (history.at(-1)?.at ?? 0) - stall.sinceMs
    // Beats may arrive in a burst.
    if (Math.min(ssh, serial) < limits.beatsAfterStall || stoodMs < restMs) return undefined
    return stoodMs < longestRestMs && isRestUnclear(history, whole) ? undefined : true
  }
  return runningJobs(history).length > 0 ? undefined : true
}

/**
 * Whether `idle('until unsent')`, which began at `fromMs`, is over (undefined: not yet): the chardev was seen to accept no
 * more and enough beats have arrived since, or everything was sent.
 */
export function unsentSettled(history: History, limits: Limits, fromMs: number): true | undefined {
  const stall = findHostStall(history, fromMs)
  if (stall) return beatsSince(history, stall.atMs) >= limits.beatsAfterStall ? true : undefined
  const last = ofKind(history, 'sent').at(-1)
  return last !== undefined && last.total === last.of ? true : undefined
}
