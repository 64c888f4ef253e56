import { type History, runOf } from '../../model/contract/observation.ts'
import { fixedLimits } from '../../model/limits.ts'
import { silenceLimit } from '../silence/silence-limit.ts'

/**
 * How long nothing may move, in ms: the run's own limit, or twice the limit of silence where a slow host makes that
 * longer. A guest that falls silent is then called silent, and nothing else.
 */
export function standstillLimit(history: History): number {
  const ownMs = runOf(history)?.limits.standstillMs ?? Number.POSITIVE_INFINITY
  return Math.max(ownMs, fixedLimits.standstillSilences * (silenceLimit(history) ?? 0))
}
