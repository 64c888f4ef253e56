import { cutOf, type History, ofKind } from '../../../model/contract/observation.ts'
import type { Freeze } from '../../../model/contract/verdict.ts'
import { escaped } from '../../../model/value/escaped.ts'
import { type Curve, curvesOf } from './curves.ts'
import type { Lane } from './lane.ts'
import { lanesOf } from './lanes.ts'

/** The data of a cell's chart. Times are whole milliseconds of the journal's clock. */
export interface TimeLine {
  /** When the script began; null if it did not. */
  readonly script: number | null
  readonly end: number
  readonly phases: readonly { readonly at: number; readonly name: string }[]
  readonly cut: { readonly at: number; readonly by: string } | null
  /** From the last heartbeat before the freeze to the first one after it, or to the end. */
  readonly freeze: { readonly from: number; readonly to: number } | null
  readonly lanes: readonly Lane[]
  readonly curves: readonly Curve[]
}

/** The time line of a journal; null for an empty one. */
export function timeLineOf(history: History, freeze: Freeze | undefined): TimeLine | null {
  const last = history.at(-1)
  if (last === undefined || last.at <= 0) return null
  const phases = ofKind(history, 'phase').map(({ at, phase }) => ({ at: Math.round(at), name: phase }))
  const cut = cutOf(history)
  const end = Math.round(last.at)
  return {
    script: phases.find(({ name }) => name === 'script')?.at ?? null,
    end,
    phases,
    cut: cut === undefined ? null : { at: Math.round(cut.at), by: escaped(cut.by) },
    freeze: freeze === undefined ? null : { from: freeze.startedAtMs, to: nextBeat(history, freeze) ?? end },
    lanes: lanesOf(history, end),
    curves: curvesOf(history),
  }
}

/** `startedAtMs` is rounded: the last heartbeat before the freeze may seem to come after it, so 1 ms is added. */
function nextBeat(history: History, { startedAtMs }: Freeze): number | undefined {
  return ofKind(history, 'beat').find(({ at }) => at > startedAtMs + 1)?.at
}
