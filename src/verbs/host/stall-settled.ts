import { beatsAfterStall } from '../../judge/beats-after-stall.ts'
import { isRestUnclear } from '../../judge/calm.ts'
import { findStall } from '../../judge/stall.ts'
import { type History, type Limits, ofKind } from '../../model/observation.ts'

/** Beats may come in a burst. */
const shortestMs = 500
/** So long it is seen whether QEMU lies still, if that is not clear before. */
const longestMs = 1500

/**
 * Whether a host that idles "until stalled" since `fromMs` may go on (undefined: not yet): the writer was proven
 * blocked and the guest has beaten on often enough since, or every job has ended and nothing will ever stall.
 */
export function stallSettled(history: History, limits: Limits, fromMs: number): true | undefined {
  const stall = findStall(history, fromMs)
  if (stall) {
    const { ssh, serial } = beatsAfterStall(history, stall, Number.POSITIVE_INFINITY)
    const stoodMs = (history.at(-1)?.at ?? 0) - stall.sinceMs
    if (Math.min(ssh, serial) < limits.beatsAfterStall || stoodMs < shortestMs) return undefined
    return stoodMs < longestMs && isRestUnclear(history) ? undefined : true
  }
  const jobs = ofKind(history, 'job')
  const ended = new Set(jobs.filter(job => job.event === 'exited').map(job => job.job))
  const runs = jobs.some(job => job.event === 'started' && !job.background && !ended.has(job.job))
  return runs ? undefined : true
}
