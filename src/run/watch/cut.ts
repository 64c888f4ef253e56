import { ofHolder } from '../../judge/machine/of-holder.ts'
import { fairPart } from '../../judge/silence/fair-part.ts'
import { findSilence, silentPartAt } from '../../judge/silence/silence.ts'
import type { CutCause, History, Limits } from '../../model/contract/observation.ts'
import { fixedLimits } from '../../model/limits.ts'
import { durationText } from '../../model/value/units.ts'
import { standstillTimeout } from './standstill-timeout.ts'

/** Why a script was cut. The abort reason of the signal that all of its waits take. */
export class Cut extends Error {
  override readonly name = 'Cut'
  readonly by: CutCause

  constructor(by: CutCause, why: string) {
    super(why)
    this.by = by
  }
}

const { unclearFactor, unclearMs } = fixedLimits

/**
 * The cut that the observations until `now` require, or null; called at every tick. During a silence of the heartbeat
 * only its length decides. `lastActivityMs`: when something last moved on the data path.
 */
export function cutFor(all: History, now: number, lastActivityMs: number, limits: Limits): Cut | null {
  const history = ofHolder(all)
  const silence = findSilence(history, now)
  if (silence && silence.endedAtMs === null) {
    const limitMs = silence.sure ? silence.limitMs : unclearFactor * silence.limitMs + unclearMs
    const why = `no beat on either path for ${durationText(silence.lengthMs)}`
    return silence.lengthMs >= limitMs ? new Cut('freeze', why) : null
  }
  const still = now - lastActivityMs
  if (still < limits.standstillMs || silentPartAt(history, now) > 1 / 2) return null
  const { stillMs, fairMs } = standstillTimeout(history, now)
  if (still < stillMs) return null
  const fair = fairPart(history, { fromMs: lastActivityMs, toMs: now })
  if (fair.fairMs < fairMs && still < unclearFactor * stillMs) return null
  return new Cut('standstill', `nothing moved on the data path for ${durationText(still)}`)
}
