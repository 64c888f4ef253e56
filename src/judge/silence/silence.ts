import { type History, ofKind, runOf } from '../../model/contract/observation.ts'
import { largest } from '../../model/value/extreme.ts'
import { away, outside } from '../machine/away.ts'
import { lengthOf, scriptWindow } from '../window.ts'
import { eachPath } from './beats.ts'
import { fairness } from './fair-part.ts'
import { type Gap, gapsIn, silentPart } from './gap.ts'
import { silenceLimit } from './silence-limit.ts'

/** A stretch of the script in which neither beat path gave a sign of life for longer than the limit. */
export interface Silence {
  /** The last beat on either path before it. */
  readonly startedAtMs: number
  /** The first beat on either path after it; null while it goes on. */
  readonly endedAtMs: number | null
  readonly lengthMs: number
  readonly limitMs: number
  /** The part of it in which the host gave the CPU to QEMU and to us. */
  readonly fairMs: number
  /** The fair part alone is beyond the limit: no shortage on the host explains the silence. */
  readonly sure: boolean
}

/**
 * The silence that counts, from phase `script` until a moment (host ms): the first that is sure, else the
 * longest; null when there is none, or when the healthy phase gives no limit for a silence.
 * A burst of beats that the guest had sent in time, and the host saw late, is no silence.
 */
export function findSilence(history: History, until: number): Silence | null {
  const limitMs = silenceLimit(history)
  const window = scriptWindow(history)
  if (limitMs === null || window === null) return null
  const { fromMs } = window
  const isOver = ofKind(history, 'qemu').some(({ event }) => event === 'exited')
  const toMs = isOver ? Math.min(until, window.toMs) : until
  const beats = ofKind(history, 'beat')
  const fairIn = fairness(history)
  const silences = gapsIn({ fromMs, toMs }, beats, away(history))
    .filter(gap => lengthOf(gap, fromMs) > limitMs)
    .map(gap => silentPart(gap, beats, limitMs))
    .filter(gap => lengthOf(gap, fromMs) > limitMs)
    .map(gap => weighed(gap, fairIn(gap).fairMs, limitMs))
  return silences.find(({ sure }) => sure) ?? silences.toSorted((a, b) => b.lengthMs - a.lengthMs)[0] ?? null
}

/**
 * The time since the last beat on either path at a moment, or since the machine ran again, as a part of the limit of
 * silence. 0: the limit is not known, or the machine is stopped.
 */
export function silentPartAt(history: History, atMs: number): number {
  const limitMs = silenceLimit(history)
  const from = scriptWindow(history)?.fromMs ?? atMs
  const last = ofKind(history, 'beat').findLast(({ at }) => at <= atMs)?.at ?? from
  const silent = outside({ fromMs: Math.max(last, from), toMs: atMs }, away(history)).at(-1)
  if (limitMs === null || silent === undefined) return 0
  return silent.toMs < atMs ? 0 : lengthOf(silent) / limitMs
}

/** The longest silence of each path in the script, in ms, the last one up to the end included. */
export function longestSilences(history: History): { readonly ssh: number; readonly serial: number } {
  const window = scriptWindow(history)
  if (window === null) return { ssh: 0, serial: 0 }
  const limitMs = silenceLimit(history) ?? runOf(history)?.limits.silenceFloorMs ?? 0
  return eachPath(ofKind(history, 'beat'), (beats, path) => {
    const gone = away(history, path)
    // Below the limit the moment of arrival is near enough, and does not depend on the guest's clock.
    const sent = (gap: Gap) => (lengthOf(gap) > limitMs ? silentPart(gap, beats, limitMs) : gap)
    return Math.round(Math.max(0, largest(gapsIn(window, beats, gone).map(gap => lengthOf(sent(gap))))))
  })
}

function weighed(gap: Gap, fairMs: number, limitMs: number): Silence {
  return {
    startedAtMs: gap.fromMs,
    endedAtMs: gap.closed ? gap.toMs : null,
    lengthMs: lengthOf(gap),
    limitMs,
    fairMs,
    sure: fairMs >= limitMs,
  }
}
