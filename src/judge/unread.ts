import { fixedLimits } from '../model/limits.ts'
import { type FactOf, type History, ofKind } from '../model/observation.ts'
import { durationText } from '../model/units.ts'
import { fairPart } from './fair-part.ts'
import { callSilence } from './freeze.ts'
import { openStep } from './open-step.ts'
import { whyUnwritten } from './unwritten.ts'

const { lateMs } = fixedLimits

/**
 * Why a missing end may only not have been read, not have been written, or be late; null when it is lost: QEMU ended the
 * connection, or the host read on for longer than anything may be late. `bytes`: how much was to be written, if that is
 * all that was.
 */
export function whyUnread(history: History, bytes: number | null): string | null {
  const cut = ofKind(history, 'cut')[0]
  if (cut && cut.by !== 'standstill') return `the run was cut (${cut.by})`
  if (!cut && !ofKind(history, 'phase').some(({ phase }) => phase === 'end')) return 'the journal breaks off'
  if (callSilence(history) !== null) return 'the guest fell silent'
  const untilMs = cut?.at ?? Number.POSITIVE_INFINITY
  const unwritten = whyUnwritten(history, bytes, untilMs)
  if (unwritten !== null) return unwritten
  const events = ofKind(history, 'peer').filter(({ event, at }) => event !== 'opened' && at <= untilMs)
  const last = events.at(-1)
  // It shows only to a host that has read whatever came before it.
  const before = events.findLast(({ peer, event }) => peer === last?.peer && event !== 'ended')
  if (last?.event === 'ended' && before?.event === 'reading') return null
  // Without a standstill the script itself stopped reading, perhaps before the end was there.
  if (!cut) return 'the script ended before all was read'
  if (last?.event !== 'reading') return 'the host was not reading when nothing moved any more'
  if (bytes !== null && !waitedFor(history, bytes)) return 'the script had not come to its end yet'
  const { fairMs } = movelessPart(history)
  if (fairMs >= lateMs) return null
  return `it may be late: the host read on for only ${durationText(fairMs)} (limit ${durationText(lateMs)})`
}

/** How long, until the end, the host was fair and read on, but nothing came, nor was anything written. */
function movelessPart(history: History): { readonly fairMs: number } {
  const moves = history.filter(fact => isMove(fact) && fact.at <= endMs(history))
  return fairPart(history, moves.at(-1)?.at ?? 0, endMs(history))
}

function isMove(fact: History[number]): boolean {
  if (fact.kind === 'peer') return fact.event === 'reading'
  return fact.kind === 'read' || (fact.kind === 'job' && fact.event === 'exited' && fact.code !== null)
}

function endMs(history: History): number {
  const end = ofKind(history, 'phase').find(({ phase }) => phase === 'end')
  return end?.at ?? history.at(-1)?.at ?? 0
}

/** Whether the script was waiting for the payload's last byte: it would else have gone on to write the rest. */
function waitedFor(history: History, bytes: number): boolean {
  const step = openStep(history)
  if (step === null) return true
  const [, peer, wanted] = /^(\S+) reads (\d+) bytes/.exec(step.text) ?? []
  const others = ofKind(history, 'content').filter(fact => fact.peer !== peer)
  return wanted !== undefined && sum(others) + Number(wanted) >= bytes
}

function sum(contents: readonly FactOf<'content'>[]): number {
  return contents.reduce((sum, { bytes }) => sum + bytes, 0)
}
