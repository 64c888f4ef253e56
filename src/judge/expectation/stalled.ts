import type { Expectation, Judged } from '../../model/case/expectation.ts'
import { type History, ofKind } from '../../model/contract/observation.ts'
import { largest } from '../../model/value/extreme.ts'
import { durationText, sizeText } from '../../model/value/units.ts'
import { jobEnds } from '../jobs.ts'
import { inconclusive, pass } from '../judged.ts'
import { callSilence, type SilenceCall } from '../silence/silence-call.ts'
import { findStall } from '../stall/stall.ts'

/**
 * There was back-pressure: the writer was seen blocked while nobody read, or the guest itself stopped while writing.
 * It never fails: without back-pressure the case proves nothing, whatever else passed.
 */
export function stalled(): Expectation {
  const end = `[ -n "$STALLED" ] || doubt 'the writer was never seen blocked: no back-pressure was proven'`
  return { name: 'stalled', judge, checks: { end } }
}

function judge(history: History): Judged {
  const stall = findStall(history)
  if (stall) {
    const { bytes, sinceMs, atMs, waitsIn } = stall
    const where = waitsIn === '?' ? '' : ` (in ${waitsIn})`
    const because = `the writer was blocked${where} for ${durationText(atMs - sinceMs)} after ${sizeText(bytes)}`
    return pass(because, { acceptedBytes: bytes })
  }
  const call = callSilence(history)
  if (call?.kind === 'freeze' && wrote(history, call)) return stoppedItself(history, call)
  return inconclusive(noStall(history))
}

function stoppedItself(history: History, { silence, freeze }: SilenceCall & { kind: 'freeze' }): Judged {
  const sampled = ofKind(history, 'progress').findLast(({ at }) => at <= silence.startedAtMs)?.bytes
  const bytes = sampled || freeze.waitingBytes || undefined
  const after = bytes === undefined ? '' : `, after ${sizeText(bytes)}`
  const numbers = bytes === undefined ? undefined : { acceptedBytes: bytes }
  return pass(`the guest itself stopped while writing${after}`, numbers)
}

/** Whether a job was running when the guest stopped. */
function wrote(history: History, { silence }: SilenceCall): boolean {
  // The guest may stop within a beat of the job's start: the journal then has the start after the last beat.
  const ends = jobEnds(history.filter(({ at }) => at <= (silence.endedAtMs ?? at)))
  return [...ends.values()].some(end => end === null || end.at > silence.startedAtMs)
}

function noStall(history: History): string {
  const samples = ofKind(history, 'progress').filter(({ readBytes }) => readBytes === undefined)
  const last = samples.at(-1)
  const exits = ofKind(history, 'job').filter(({ event }) => event === 'exited')
  if (last === undefined) return 'the writer was never sampled, so no back-pressure was proven'
  if (exits.some(({ job }) => job === last.job)) {
    const bytes = largest(samples.filter(({ job }) => job === last.job).map(({ bytes }) => bytes))
    return `the writer exited without ever being seen blocked: its bytes (${sizeText(bytes)} when last seen) fit into the buffers on the way, so this proves nothing`
  }
  return `the writer was never seen blocked (${sizeText(last.bytes)} when last seen), so no back-pressure was proven`
}
