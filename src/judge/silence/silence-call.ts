import { type History, ofKind, runOf } from '../../model/contract/observation.ts'
import type { Freeze } from '../../model/contract/verdict.ts'
import { fixedLimits } from '../../model/limits.ts'
import { durationText } from '../../model/value/units.ts'
import { scriptWindow } from '../window.ts'
import { fairPart } from './fair-part.ts'
import { findSilence, type Silence } from './silence.ts'
import { silenceDoubt } from './silence-doubt.ts'
import { mainKeepsLock, seenThreads, standingThread, waitForHost } from './thread-evidence.ts'

/** A silence of both paths beyond the limit: a freeze, or one that something else may explain. */
export type SilenceCall =
  | { readonly kind: 'freeze'; readonly silence: Silence; readonly freeze: Freeze }
  | { readonly kind: 'unclear'; readonly silence: Silence; readonly why: string }

const { causalMs, causalFactor, pingGraceMs } = fixedLimits

/**
 * Calls the silence of a run, or null when there is none. A freeze is a silence in which the host gave enough
 * CPU; or, where that is not sure (a thread that retries with short sleeps always seems to wait on a loaded
 * host), one that by its end shows its cause: we were on time for more than twice the limit, QMP was silent
 * too, and the guest came back just after the host read, not before; or QEMU's main loop ran for longer than the limit
 * while the vCPUs waited for its lock. What was done to QEMU from outside, or by the guest to itself, is not a freeze.
 */
export function callSilence(history: History): SilenceCall | null {
  const window = scriptWindow(history)
  const silence = window === null ? null : findSilence(history, window.toMs)
  if (window === null || silence === null) return null
  const freeze = describe(history, silence, window.toMs)
  const none = `no beat came for ${durationText(silence.lengthMs)} (limit ${durationText(silence.limitMs)})`
  const doubt = silenceDoubt(history, silence, readingIn(history, silence)?.at ?? null)
  if (doubt !== null) return { kind: 'unclear', silence, why: `${none}, but ${doubt}` }
  const threads = seenThreads(history)
  const starved = waitForHost(threads)
  if (silence.sure && !starved) return { kind: 'freeze', silence, freeze }
  if (endedByReading(history, silence, freeze)) return { kind: 'freeze', silence, freeze }
  if (mainRanMs(history, silence) > silence.limitMs && mainKeepsLock(threads))
    return { kind: 'freeze', silence, freeze }
  const fair = starved
    ? "a thread of QEMU waited for the host's CPU or disk"
    : `the host gave QEMU and chardev-fc a CPU for only ${durationText(silence.fairMs)} of that time`
  return { kind: 'unclear', silence, why: `the host was starved: ${none}, but ${fair}` }
}

function endedByReading(history: History, silence: Silence, freeze: Freeze): boolean {
  const read = readingIn(history, silence)
  if (read === null || read.event !== 'reading' || silence.endedAtMs === null) return false
  const { onTimeMs } = fairPart(history, { fromMs: silence.startedAtMs, toMs: read.at })
  return (
    silence.endedAtMs - read.at <= causalMs &&
    onTimeMs > causalFactor * silence.limitMs &&
    ofKind(history, 'qmp').length > 0 &&
    !freeze.qmpAnswered
  )
}

/** For how long QEMU's main loop had a CPU in a silence. */
function mainRanMs(history: History, { startedAtMs, endedAtMs }: Silence): number {
  const untilMs = endedAtMs ?? Number.POSITIVE_INFINITY
  return ofKind(history, 'cpu')
    .filter(({ at, spanMs }) => at - spanMs >= startedAtMs && at <= untilMs)
    .reduce((sum, { main }) => sum + (main?.ranMs ?? 0), 0)
}

function describe(history: History, silence: Silence, endMs: number): Freeze {
  const { startedAtMs, endedAtMs, lengthMs } = silence
  const read = readingIn(history, silence)
  const called = ofKind(history, 'cut').find(({ by, at }) => by === 'freeze' && at > startedAtMs)?.at
  const revived = read !== null && endedAtMs !== null
  const quietUntil = read?.at ?? endedAtMs ?? endMs
  const still = standingThread(history)
  return {
    startedAtMs: Math.round(startedAtMs),
    calledAfterMs: Math.round(called === undefined ? lengthMs : called - startedAtMs),
    revived,
    ...(revived ? { revivedAfterMs: Math.round(endedAtMs - read.at) } : {}),
    qmpAnswered: ofKind(history, 'qmp').some(
      ({ at, tookMs }) => at - tookMs > startedAtMs + pingGraceMs && at < quietUntil,
    ),
    ...(read === null ? {} : { waitingBytes: bytesRead(history, read.at, endedAtMs ?? endMs) }),
    ...(still ?? {}),
  }
}

/**
 * The host's reading that lies in a silence: the first peer that began to read, else the phase `revive`
 * (all peers were reading already). One within two beats of the silence's begin may have come before the
 * guest stopped, and does not count.
 */
function readingIn(history: History, silence: Silence): { at: number; event: 'reading' | 'revive' } | null {
  const beatEveryMs = runOf(history)?.limits.beatEveryMs ?? 0
  const from = silence.startedAtMs + 2 * beatEveryMs
  const inside = ({ at }: { at: number }) => at >= from && at <= (silence.endedAtMs ?? at)
  const reading = ofKind(history, 'peer').find(fact => fact.event === 'reading' && inside(fact))
  if (reading) return { at: reading.at, event: 'reading' }
  const revive = ofKind(history, 'phase').find(fact => fact.phase === 'revive' && inside(fact))
  return revive ? { at: revive.at, event: 'revive' } : null
}

/** Arrivals are written down in batches: of a guest that was quicker than the first batch, that one counts. */
function bytesRead(history: History, fromMs: number, toMs: number): number {
  const reads = ofKind(history, 'read').filter(({ at }) => at >= fromMs)
  const before = reads.filter(({ at }) => at <= toMs)
  return (before.length > 0 ? before : reads.slice(0, 1)).reduce((sum, { bytes }) => sum + bytes, 0)
}
