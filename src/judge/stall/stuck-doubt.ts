import { cutOf, type History, ofKind } from '../../model/contract/observation.ts'
import { findDeath } from '../death.ts'
import { samplesOf } from '../jobs.ts'
import { starvedIn } from '../silence/fair-part.ts'
import { heldIn } from '../silence/held.ts'
import { silentPartAt } from '../silence/silence.ts'
import { callSilence } from '../silence/silence-call.ts'
import { lengthOf, type Window } from '../window.ts'
import { isBlocked } from './blocked.ts'
import { standstillLimit } from './standstill-limit.ts'

/** A writer that did not go on from a moment until the run was cut or ended. */
export interface Still extends Window {
  readonly job: string
}

/**
 * Why a writer that stood still may not be stuck, or null: QEMU died, the guest fell silent, the host was starved, or
 * the writer ended, was not watched to the end, was not blocked, or stood for less than the limit for a standstill.
 */
export function stuckDoubt(history: History, still: Still): string | null {
  const { job, fromMs, toMs } = still
  if (findDeath(history) !== null) return 'QEMU ended'
  if (callSilence(history) !== null || silentPartAt(history, toMs) > 1 / 2) return 'the guest fell silent'
  const isOver = ofKind(history, 'job').some(fact => fact.job === job && fact.event === 'exited')
  if (isOver) return 'it ended with an error instead'
  const standstillMs = standstillLimit(history)
  // The runner counts a standstill from the last thing that moved, which may lie before the begin.
  const cutStill = cutOf(history)?.by === 'standstill'
  if (lengthOf(still) < (cutStill ? standstillMs / 2 : standstillMs))
    return 'that is less than the limit for a standstill'
  const starved = starvedIn(history, still, standstillMs / 2)
  if (starved !== null) return heldIn(history, still) ?? starved
  const last = samplesOf(history, job, toMs).at(-1)
  if (last === undefined || last.at < fromMs + standstillMs / 2) return 'it was no longer sampled'
  if (!isBlocked(last)) return `it was not blocked when last seen (state ${last.state})`
  return null
}
