import { UsageError } from '../../model/errors.ts'
import { durationMs } from '../../model/value/units.ts'
import { named } from './named.ts'

/** A run makes about 100 observations a second: the journal of a longer one could not be judged again (`inputLimits`). */
const most = '30 min'

/** The time limit of one run in ms, from `--timeout`. Throws UsageError. */
export function runLimitMs(text: string): number {
  const limitMs = named('--timeout', () => durationMs(text))
  if (limitMs <= durationMs(most)) return limitMs
  throw new UsageError(`--timeout: expected at most ${most}, got '${text}'`)
}
