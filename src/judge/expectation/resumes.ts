import type { Checks, Expectation, Judged } from '../../model/case/expectation.ts'
import { cutOf, type FactOf, type History, ofKind } from '../../model/contract/observation.ts'
import { largest } from '../../model/value/extreme.ts'
import { durationText, sizeText } from '../../model/value/units.ts'
import { samplesOf, stillSince } from '../jobs.ts'
import { fail, inconclusive, pass } from '../judged.ts'
import { holderPeers, isGone, isHub, peersBefore, readingAfter } from '../peers.ts'
import { callSilence } from '../silence/silence-call.ts'
import { findStall, type Stall } from '../stall/stall.ts'
import { stuckDoubt } from '../stall/stuck-doubt.ts'
import { scriptEndMs, type Window } from '../window.ts'

/**
 * The blocked writer resumes once the host reads; of several, the first that had not ended by then. Fails with `stuck`
 * when the host kept reading, the guest was alive, and the writer was still, or again, seen blocked when the limit for a
 * standstill had passed.
 */
export function resumes(): Expectation {
  return { name: 'resumes', judge, checks }
}

const checks: Checks = {
  reading: `
  if [ -n "$STALLED" ] && [ ! -e "$DIR/ended" ] && is_stuck; then
    fail stuck "the host reads and the guest is alive, but the writer $stall and does not resume"
  fi`,
}

function judge(history: History): Judged {
  const stall = lastingStall(history)
  if (stall === null) {
    const what = callSilence(history)?.kind === 'freeze' ? 'the guest itself stopped' : 'no stall was proven'
    return inconclusive(`${what}, so nothing could resume`)
  }
  const reading = readingAfter(history, stall.atMs)
  const cut = cutOf(history)
  // What the host reads after a cut belongs to the revive phase, and jobs are no longer watched.
  if (reading === undefined || (cut && cut.at < reading.at)) {
    return inconclusive('the host did not begin to read after the stall before the run ended')
  }
  const onMs = wentOnAfter(history, stall, { fromMs: reading.at, toMs: cut?.at ?? Number.POSITIVE_INFINITY })
  if (onMs === null) return judgeStill(history, stall, reading)
  const text = `the writer resumed ${durationText(onMs)} after the host began to read`
  const again = standsAgain(history, stall)
  if (again === null) return pass(text)
  return fail('stuck', `${text}, but it was then blocked again until the end, at ${sizeText(again.bytes)}`)
}

/** The first proven stall whose writer was still there when the host began to read; if none was, the last one. */
function lastingStall(history: History): Stall | null {
  let stall = findStall(history)
  for (let next = stall; next !== null; ) {
    stall = next
    const reading = readingAfter(history, stall.atMs)
    const { job, atMs } = stall
    const ended = ofKind(history, 'job').find(
      fact => fact.event === 'exited' && fact.job === job && fact.at > atMs,
    )
    if (ended === undefined || (reading && reading.at <= ended.at)) return stall
    next = findStall(history, ended.at)
  }
  return stall
}

/** The writer's last sample, if it was blocked again at a standstill although the host read all there was. */
function standsAgain(history: History, { job }: Stall): FactOf<'progress'> | null {
  const cut = cutOf(history)
  if (cut?.by !== 'standstill' || !isAllRead(history, cut.at)) return null
  const samples = samplesOf(history, job, cut.at)
  const last = samples.at(-1)
  if (last === undefined) return null
  const read = ofKind(history, 'read').findLast(({ at }) => at < cut.at)
  const fromMs = Math.max(stillSince(samples), read?.at ?? 0)
  return stuckDoubt(history, { job, fromMs, toMs: cut.at }) === null ? last : null
}

/** Whether the host read, at a moment, from every open end of the QEMU that had the guest. */
function isAllRead(history: History, atMs: number): boolean {
  const isOfHolder = holderPeers(history)
  const open = [...peersBefore(history, atMs)].filter(
    ([peer, event]) => !isGone(event) && isOfHolder(peer, atMs),
  )
  return open.length > 0 && open.every(([, event]) => event === 'reading')
}

/** From the start of the reading to the first sign of the writer resuming. After a cut other peers read too. */
function wentOnAfter(history: History, stall: Stall, { fromMs, toMs }: Window): number | null {
  const before = bytesBefore(history, stall, fromMs)
  const went = history.find(fact => {
    if (fact.at < fromMs || fact.at >= toMs) return false
    if (fact.kind === 'progress') return fact.job === stall.job && fact.bytes > before
    return fact.kind === 'job' && fact.job === stall.job && fact.event === 'exited' && fact.code === 0
  })
  return went === undefined ? null : went.at - fromMs
}

/** What the writer had written before the host read: it may have advanced since the stall was first proven. */
function bytesBefore(history: History, stall: Stall, readingMs: number): number {
  return Math.max(stall.bytes, largest(samplesOf(history, stall.job, readingMs).map(({ bytes }) => bytes)))
}

function judgeStill(history: History, stall: Stall, reading: FactOf<'peer'>): Judged {
  const endMs = scriptEndMs(history)
  const stillMs = endMs - reading.at
  const text = `the writer did not resume within ${durationText(stillMs)} after the host began to read`
  const still = { job: stall.job, fromMs: reading.at, toMs: endMs }
  const doubt =
    stoppedReading(history, reading, endMs) ?? otherEnd(history, reading) ?? stuckDoubt(history, still)
  if (doubt !== null) return inconclusive(`${text}, but ${doubt}`)
  const read = ofKind(history, 'read').filter(({ at }) => at >= reading.at && at <= endMs)
  const drained = read.reduce((sum, { bytes }) => sum + bytes, 0)
  return fail(
    'stuck',
    `${text}: it is still at ${sizeText(bytesBefore(history, stall, reading.at))}, and the host received ${sizeText(drained)}`,
  )
}

function stoppedReading(history: History, reading: FactOf<'peer'>, endMs: number): string | null {
  const stopped = ofKind(history, 'peer').find(
    ({ peer, event, at }) =>
      peer === reading.peer && event !== 'reading' && event !== 'opened' && at > reading.at && at < endMs,
  )
  return stopped === undefined ? null : `the host stopped reading (${stopped.event})`
}

/** Another peer than the one that read, which is still there, and which QEMU may be serving. */
function otherEnd(history: History, reading: FactOf<'peer'>): string | null {
  if (isHub(history)) return null
  const isOfHolder = holderPeers(history)
  const [other] = [...peersBefore(history, reading.at)].find(
    ([peer, event]) => peer !== reading.peer && !isGone(event) && isOfHolder(peer, reading.at),
  ) ?? [null]
  return other === null ? null : `QEMU may have served ${other}, which was open before ${reading.peer}`
}
