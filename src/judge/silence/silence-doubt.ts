import { type FactOf, type History, ofKind, runOf } from '../../model/contract/observation.ts'
import { farewellIn, panicIn } from '../../model/farewell.ts'
import { largest } from '../../model/value/extreme.ts'
import { durationText } from '../../model/value/units.ts'
import { stops } from '../machine/stops.ts'
import { quoted } from '../quoted.ts'
import { heldIn, ranNothingIn } from './held.ts'
import type { Silence } from './silence.ts'
import { seenThreads } from './thread-evidence.ts'

/** What comes later than this part of the limit after the last beat was sent after it. */
const laterPart = 1 / 4

/**
 * What, other than a QEMU that stopped its guest or a starved host, explains a silence, or null: somebody held QEMU,
 * the guest shut itself down, or it ran on and only its beats stopped. `until`: when the host read, if it did.
 */
export function silenceDoubt(history: History, silence: Silence, until: number | null): string | null {
  return (
    outsideHand(history, silence, until !== null) ??
    stopped(history, silence) ??
    reset(history, silence) ??
    sleep(history, silence) ??
    lastWords(history) ??
    lineIn(history, silence, until ?? endOf(history, silence))
  )
}

function outsideHand(history: History, silence: Silence, isRead: boolean): string | null {
  const held = seenThreads(history).find(({ held }) => held !== null)?.held ?? null
  if (held !== null) return `a thread of QEMU was ${held}`
  const { startedAtMs: fromMs, endedAtMs, sure } = silence
  const window = { fromMs, toMs: endedAtMs ?? Number.POSITIVE_INFINITY }
  const hand = sure ? null : heldIn(history, window)
  if (hand !== null || isRead || endedAtMs === null) return hand
  return ranNothingIn(history, window)
}

/** A machine that is stopped is not silent; but one that somebody else stopped may be in his hands before and after. */
function stopped(history: History, { startedAtMs, endedAtMs }: Silence): string | null {
  const stop = stops(history).find(
    ({ fromMs, toMs, isAsked }) =>
      !isAsked && toMs >= startedAtMs && fromMs <= (endedAtMs ?? Number.POSITIVE_INFINITY),
  )
  return stop === undefined
    ? null
    : `the machine was stopped just before or after it (${stop.by}), and the script had not asked for it`
}

/** The machine was reset, by whomever, and the guest boots. */
function reset(history: History, { startedAtMs, endedAtMs }: Silence): string | null {
  const resets = ofKind(history, 'qmp-event').some(
    ({ event, at }) => event === 'RESET' && at > startedAtMs && at <= (endedAtMs ?? Number.POSITIVE_INFINITY),
  )
  return resets ? 'the machine was reset meanwhile (QMP event RESET)' : null
}

/** The guest put itself to sleep. */
function sleep(history: History, { startedAtMs, endedAtMs }: Silence): string | null {
  const events = ofKind(history, 'qmp-event')
  const slept = events.some(({ event, at }) => {
    if (event !== 'SUSPEND' || at > (endedAtMs ?? at)) return false
    const wakes = events.find(later => later.event === 'WAKEUP' && later.at > at)
    return wakes === undefined || wakes.at > startedAtMs
  })
  return slept ? 'the guest was asleep at that time (QMP event SUSPEND)' : null
}

/** A guest that panics may go on standing; one that powers off where QEMU cannot only halts. */
function lastWords(history: History): string | null {
  const printed = ofKind(history, 'evidence').find(({ name }) => name === 'console')?.data
  const lines = Array.isArray(printed) ? printed.filter(line => typeof line === 'string') : []
  const text = lines.join('\n')
  const said = panicIn(text) ?? farewellIn(text)
  return said === null ? null : `the guest's kernel printed ${quoted(said)}`
}

/** A line that the guest sent, by its own clock if it has that, when it no longer beat. */
function lineIn(history: History, { startedAtMs, limitMs }: Silence, until: number): string | null {
  const laterMs = laterPart * limitMs
  const before = ofKind(history, 'beat').filter(({ at }) => at <= startedAtMs)
  const beatMs = largest(before.map(({ guestMs }) => guestMs))
  const line = history.findLast((fact): fact is FactOf<'progress' | 'job'> => {
    if (fact.at <= startedAtMs + laterMs || fact.at >= until) return false
    if (fact.kind === 'progress') return fact.guestMs > beatMs + laterMs
    if (fact.kind !== 'job') return false
    return fact.event === 'said' || (fact.event === 'exited' && fact.code !== null)
  })
  if (line === undefined) return null
  const what = line.kind === 'progress' ? 'a sample' : 'a line'
  return `the guest kept running: ${what} of ${line.job} came ${durationText(line.at - startedAtMs)} after the last beat`
}

/** What comes with the first new beat may have been sent when the guest was back. */
function endOf(history: History, { endedAtMs }: Silence): number {
  const beatEveryMs = runOf(history)?.limits.beatEveryMs ?? 0
  return endedAtMs === null ? Number.POSITIVE_INFINITY : endedAtMs - 2 * beatEveryMs
}
