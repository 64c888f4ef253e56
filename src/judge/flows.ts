import type { Checks, Expectation, Judged } from '../model/expectation.ts'
import { type FactOf, type History, ofKind } from '../model/observation.ts'
import { durationText, sizeText } from '../model/units.ts'
import { fail, inconclusive, pass } from './judged.ts'
import { stuckDoubt } from './stuck-doubt.ts'
import { scriptWindow } from './window.ts'

/**
 * The writer gets rid of all its bytes, whether somebody reads or not: for chardevs that wait for no reader (file,
 * ringbuf, null, udp). Fails with `stuck` when the guest lived and the writer was still seen blocked on the same byte
 * when the limit for a standstill had passed.
 */
export function flows(): Expectation {
  return { name: 'flows', judge, checks }
}

const checks: Checks = {
  standstill: `
  ! is_stuck || fail stuck "the guest lives, and this chardev needs no reader, but the writer $stall and does not go on"`,
}

function judge(history: History): Judged {
  const jobs = ofKind(history, 'job')
  const started = jobs.filter(fact => fact.event === 'started' && !fact.background).map(({ job }) => job)
  const ended = new Set(jobs.flatMap(fact => (fact.event === 'exited' && fact.code === 0 ? [fact.job] : [])))
  const [open] = started.filter(job => !ended.has(job))
  if (started.length === 0) return inconclusive('no writer was started')
  if (open !== undefined) return judgeOpen(history, open)
  return pass('the writer got rid of all its bytes, and ended')
}

function judgeOpen(history: History, job: string): Judged {
  const toMs = ofKind(history, 'cut')[0]?.at ?? scriptWindow(history)?.toMs ?? 0
  const samples = ofKind(history, 'progress').filter(sample => sample.job === job && sample.at <= toMs)
  const last = samples.at(-1)
  if (last === undefined) return inconclusive('the writer was never measured')
  const fromMs = stillSince(samples, last)
  const text = `the writer did not go on for ${durationText(toMs - fromMs)} after ${sizeText(last.bytes)}`
  const doubt = stuckDoubt(history, { job, fromMs, toMs })
  if (doubt !== null) return inconclusive(`${text}, but ${doubt}`)
  const because = `${text}: it stands in ${last.waitsIn}, though this chardev needs no reader`
  return fail('stuck', because, { acceptedBytes: last.bytes })
}

/** The first of the samples since which the writer got rid of nothing. */
function stillSince(samples: readonly FactOf<'progress'>[], last: FactOf<'progress'>): number {
  const moved = samples.findLastIndex(({ bytes }) => bytes !== last.bytes)
  return samples[moved + 1]?.at ?? last.at
}
