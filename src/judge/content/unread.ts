import { cutOf, type History, ofKind } from '../../model/contract/observation.ts'
import { fixedLimits } from '../../model/limits.ts'
import { durationText } from '../../model/value/units.ts'
import { openStep } from '../open-step.ts'
import { connectionEnded } from '../peers.ts'
import { fairPart } from '../silence/fair-part.ts'
import { callSilence } from '../silence/silence-call.ts'
import { phaseMs, scriptEndMs } from '../window.ts'
import { contentsOf } from './received.ts'
import { whyUnwritten } from './unwritten.ts'

const { lateMs } = fixedLimits

/**
 * Why a missing end may be unread, unwritten or late; null when it is neither: QEMU ended the connection, or the host read
 * on for longer than anything may be late. `bytes`: how much was to be written; null when other things were, too. `due`:
 * their `dueBytes`.
 */
export function whyUnread(history: History, bytes: number | null, due = bytes): string | null {
  const cut = cutOf(history)
  if (cut && cut.by !== 'standstill') return `the run was cut (${cut.by})`
  if (!cut && phaseMs(history, 'end') === undefined) return 'the journal breaks off'
  if (callSilence(history) !== null) return 'the guest fell silent'
  const untilMs = cut?.at ?? Number.POSITIVE_INFINITY
  const unwritten = whyUnwritten(history, due ?? bytes, untilMs)
  if (unwritten !== null) return unwritten
  if (connectionEnded(history)) return null
  // Without a standstill the script itself stopped reading, perhaps before the end was there.
  if (!cut) return 'the script ended before all was read'
  const last = ofKind(history, 'peer').findLast(({ event, at }) => event !== 'opened' && at <= untilMs)
  if (last?.event !== 'reading') return 'the host was not reading when everything stood still'
  if (bytes !== null && due === null) return 'the script had not reached its end yet'
  const fairMs = movelessMs(history)
  if (fairMs >= lateMs) return null
  return `it may be late: the host kept reading for only ${durationText(fairMs)} (limit ${durationText(lateMs)})`
}

/** How long the host, not starved, read on to the end after the last byte had come and the last writer had ended. */
function movelessMs(history: History): number {
  const toMs = scriptEndMs(history)
  const move = history.findLast(fact => isMove(fact) && fact.at <= toMs)
  return fairPart(history, { fromMs: move?.at ?? 0, toMs }).fairMs
}

function isMove(fact: History[number]): boolean {
  if (fact.kind === 'peer') return fact.event === 'reading'
  return fact.kind === 'read' || (fact.kind === 'job' && fact.event === 'exited' && fact.code !== null)
}

/**
 * How many bytes of a payload the script was waiting for, of those to all peers: it may not have come to have the rest
 * written yet. Null: it was waiting for something else.
 */
export function dueBytes(history: History, bytes: number): number | null {
  const step = openStep(history)
  if (step === null) return bytes
  if (/^\S+ reads until /.test(step.text)) return bytes
  const [, peer, wanted] = /^(\S+) reads (\d+) bytes/.exec(step.text) ?? []
  if (wanted === undefined) return null
  const others = contentsOf(history).filter(fact => fact.peer !== peer)
  const there = others.reduce((sum, { bytes }) => sum + bytes, 0)
  return Math.min(bytes, there + Number(wanted))
}
