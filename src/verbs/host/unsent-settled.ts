import { beatsSince } from '../../judge/silence/beats-since.ts'
import { findHostStall } from '../../judge/stall/host-stall.ts'
import { type History, type Limits, ofKind } from '../../model/contract/observation.ts'

/**
 * Whether a host that idles "until unsent" may go on (undefined: not yet): the chardev was seen to take no more
 * and the guest has beaten on often enough since, or everything is sent.
 */
export function unsentSettled(history: History, limits: Limits, fromMs: number): true | undefined {
  const stall = findHostStall(history, fromMs)
  if (stall) return beatsSince(history, stall.atMs) >= limits.beatsAfterStall ? true : undefined
  const last = ofKind(history, 'sent').at(-1)
  return last !== undefined && last.total === last.of ? true : undefined
}
