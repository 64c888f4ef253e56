import { isBlocked } from '../judge/blocked.ts'
import { fairPart } from '../judge/fair-part.ts'
import { findSilence, silentPartAt } from '../judge/silence.ts'
import { standstillLimit } from '../judge/standstill-limit.ts'
import { fixedLimits } from '../model/limits.ts'
import { type CutCause, type History, type Limits, ofKind } from '../model/observation.ts'
import { durationText } from '../model/units.ts'

/** Why a script ended before its last line. The reason of the signal that its waits take. */
export class Cut extends Error {
  override readonly name = 'Cut'
  readonly by: CutCause

  constructor(by: CutCause, why: string) {
    super(why)
    this.by = by
  }
}

const { unclearFactor, unclearMs, workMs } = fixedLimits

/**
 * The cut that what was observed until `now` calls for, if any; asked at every tick. While the beats are silent the
 * silence decides. `movedAt`: when something last moved on the data path.
 */
export function cutFor(history: History, now: number, movedAt: number, limits: Limits): Cut | null {
  const silence = findSilence(history, now)
  if (silence && silence.endedAtMs === null) {
    const patience = silence.sure ? silence.limitMs : unclearFactor * silence.limitMs + unclearMs
    const why = `no beat on either path for ${durationText(silence.lengthMs)}`
    return silence.lengthMs >= patience ? new Cut('freeze', why) : null
  }
  const still = now - movedAt
  if (still < limits.standstillMs || silentPartAt(history, now) > 1 / 2) return null
  const standstillMs = standstillLimit(history)
  if (still < standstillMs || (still < workMs && hasOtherWork(history, now - standstillMs))) return null
  const { fairMs } = fairPart(history, movedAt, now)
  if (fairMs < standstillMs / 2 && still < unclearFactor * standstillMs) return null
  return new Cut('standstill', `nothing moved on the data path for ${durationText(still)}`)
}

/** Whether a job runs and its latest sample since a moment, if there is one, does not show it blocked on the port. */
function hasOtherWork(history: History, sinceMs: number): boolean {
  const jobs = ofKind(history, 'job')
  const ended = new Set(jobs.flatMap(fact => (fact.event === 'exited' ? [fact.job] : [])))
  const running = jobs.filter(fact => fact.event === 'started' && !fact.background && !ended.has(fact.job))
  const samples = ofKind(history, 'progress').filter(({ at }) => at >= sinceMs)
  return running.some(({ job }) => {
    const last = samples.findLast(sample => sample.job === job)
    return last === undefined || !isBlocked(last)
  })
}
