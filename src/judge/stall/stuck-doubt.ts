import { cutOf, type History, ofKind } from '../../model/contract/observation.ts'
import { findDeath } from '../death.ts'
import { fairPart, starvedText } from '../silence/fair-part.ts'
import { callSilence } from '../silence/freeze.ts'
import { heldIn } from '../silence/held.ts'
import { silentPartAt } from '../silence/silence.ts'
import { isBlocked } from './blocked.ts'
import { standstillLimit } from './standstill-limit.ts'

/** A writer that did not go on from a moment until the run was cut or ended. */
export interface Still {
  readonly job: string
  readonly fromMs: number
  readonly toMs: number
}

/**
 * Why a writer that stood still may not be stuck, or null: QEMU died, the guest fell silent, the host was starved, or
 * the writer ended, was not watched to the end, was not blocked, or stood for less than the limit for a standstill.
 */
export function stuckDoubt(history: History, { job, fromMs, toMs }: Still): string | null {
  if (findDeath(history) !== null) return 'QEMU ended'
  if (callSilence(history) !== null || silentPartAt(history, toMs) > 1 / 2) return 'the guest fell silent'
  const exited = ofKind(history, 'job').find(fact => fact.job === job && fact.event === 'exited')
  if (exited) return 'it ended with an error instead'
  const standstillMs = standstillLimit(history)
  // The runner counts a standstill from the last thing that moved, which may lie before the begin.
  const cutStill = cutOf(history)?.by === 'standstill'
  if (toMs - fromMs < (cutStill ? standstillMs / 2 : standstillMs))
    return 'that is less than the limit for a standstill'
  const { fairMs } = fairPart(history, fromMs, toMs)
  if (fairMs < standstillMs / 2) {
    return heldIn(history, { fromMs, toMs }) ?? starvedText(fairMs)
  }
  const samples = ofKind(history, 'progress').filter(
    sample => sample.job === job && sample.at >= fromMs && sample.at <= toMs,
  )
  const last = samples.at(-1)
  if (last === undefined || last.at < fromMs + standstillMs / 2) return 'it was not measured any more'
  if (!isBlocked(last)) return `it was not blocked when last seen (state ${last.state})`
  return null
}
