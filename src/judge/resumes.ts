import type { Expectation } from '../model/expectation.ts'
import { type FactOf, type History, ofKind } from '../model/observation.ts'
import { durationText, sizeText } from '../model/units.ts'
import type { Finding } from '../model/verdict.ts'
import { findDeath } from './death.ts'
import { fairPart } from './fair-part.ts'
import { callSilence } from './freeze.ts'
import { findStall, type Stall } from './stall.ts'
import { scriptWindow, type Window } from './window.ts'

type Judged = Omit<Finding, 'name'>

/**
 * The blocked writer goes on once the host reads. Fails with `stuck` when the host read on, the guest lived,
 * and the writer was still seen blocked on the same byte when the limit for a standstill had passed.
 */
export function resumes(): Expectation {
  return { name: 'resumes', judge }
}

function judge(history: History): Judged {
  const stall = findStall(history)
  if (stall === null) return inconclusive('no stall was proven, so nothing could resume')
  const reading = ofKind(history, 'peer').find(({ event, at }) => event === 'reading' && at > stall.atMs)
  const cut = ofKind(history, 'cut')[0]
  // What the host reads after a cut is the revival, and jobs are not watched any more.
  if (reading === undefined || (cut && cut.at < reading.at)) {
    return inconclusive('the host did not begin to read after the stall before the run ended')
  }
  const onMs = wentOnAfter(history, stall, { fromMs: reading.at, toMs: cut?.at ?? Number.POSITIVE_INFINITY })
  if (onMs !== null) {
    return {
      outcome: 'pass',
      because: `the writer went on ${durationText(onMs)} after the host began to read`,
    }
  }
  return judgeStill(history, stall, reading)
}

/** From the reading's begin to the first sign of the writer going on. After a cut other peers read too. */
function wentOnAfter(history: History, stall: Stall, { fromMs, toMs }: Window): number | null {
  const before = bytesBefore(history, stall, fromMs)
  const went = history.find(fact => {
    if (fact.at < fromMs || fact.at >= toMs) return false
    if (fact.kind === 'progress') return fact.job === stall.job && fact.bytes > before
    return fact.kind === 'job' && fact.job === stall.job && fact.event === 'exited' && fact.code === 0
  })
  return went === undefined ? null : went.at - fromMs
}

/** What the writer had got rid of before the reading: it may have crept on since the stall was first proven. */
function bytesBefore(history: History, stall: Stall, readingMs: number): number {
  const samples = ofKind(history, 'progress').filter(({ job, at }) => job === stall.job && at < readingMs)
  return samples.reduce((most, { bytes }) => Math.max(most, bytes), stall.bytes)
}

function judgeStill(history: History, stall: Stall, reading: FactOf<'peer'>): Judged {
  const cut = ofKind(history, 'cut')[0]
  const endMs = cut?.at ?? scriptWindow(history)?.toMs ?? reading.at
  const standstillMs = ofKind(history, 'run')[0]?.limits.standstillMs ?? Number.POSITIVE_INFINITY
  const stillMs = endMs - reading.at
  const text = `the writer did not go on within ${durationText(stillMs)} after the host began to read`
  const doubt = whyNotStuck(history, stall, {
    readingMs: reading.at,
    endMs,
    standstillMs,
    peer: reading.peer,
  })
  if (doubt !== null) return inconclusive(`${text}, but ${doubt}`)
  const read = ofKind(history, 'read').filter(({ at }) => at >= reading.at && at <= endMs)
  const drained = read.reduce((sum, { bytes }) => sum + bytes, 0)
  return {
    outcome: 'fail',
    symptom: 'stuck',
    because: `${text}: it stands at ${sizeText(bytesBefore(history, stall, reading.at))}, and the host got ${sizeText(drained)}`,
  }
}

interface Stand {
  readonly readingMs: number
  readonly endMs: number
  readonly standstillMs: number
  readonly peer: string
}

/** Why a writer that was not seen going on may yet not be stuck, or null. */
function whyNotStuck(history: History, stall: Stall, stand: Stand): string | null {
  const { readingMs, endMs, standstillMs, peer } = stand
  if (findDeath(history) !== null) return 'QEMU ended'
  if (callSilence(history) !== null) return 'the guest fell silent'
  const during = ({ at }: { at: number }) => at >= readingMs && at <= endMs
  const stopped = ofKind(history, 'peer').find(
    fact =>
      fact.peer === peer &&
      fact.event !== 'reading' &&
      fact.event !== 'opened' &&
      fact.at > readingMs &&
      fact.at < endMs,
  )
  if (stopped) return `the host stopped reading (${stopped.event})`
  const exited = ofKind(history, 'job').find(({ job, event }) => job === stall.job && event === 'exited')
  if (exited) return 'it ended with an error instead'
  // The runner counts a standstill from the last thing that moved, which may lie before the reading's begin.
  const cutStill = ofKind(history, 'cut')[0]?.by === 'standstill'
  if (endMs - readingMs < (cutStill ? standstillMs / 2 : standstillMs))
    return 'that is less than the limit for a standstill'
  const { fairMs } = fairPart(history, readingMs, endMs)
  if (fairMs < standstillMs / 2) return `the host was starved (${durationText(fairMs)} of it were fair)`
  const samples = ofKind(history, 'progress').filter(sample => sample.job === stall.job && during(sample))
  const last = samples.at(-1)
  if (last === undefined || last.at < readingMs + standstillMs / 2) return 'it was not measured any more'
  if (last.state !== 'S' && last.state !== 'D')
    return `it was not blocked when last seen (state ${last.state})`
  return null
}

function inconclusive(because: string): Judged {
  return { outcome: 'inconclusive', because }
}
