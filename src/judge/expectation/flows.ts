import type { Checks, Expectation, Judged } from '../../model/case/expectation.ts'
import type { History } from '../../model/contract/observation.ts'
import { durationText, sizeText } from '../../model/value/units.ts'
import { jobEnds, samplesOf, stillSince } from '../jobs.ts'
import { fail, inconclusive, pass } from '../judged.ts'
import { stuckDoubt } from '../stall/stuck-doubt.ts'
import { scriptEndMs } from '../window.ts'

/**
 * The writer can write all its bytes, whether anybody reads or not: for chardevs that wait for no reader (file,
 * ringbuf, null, udp). Fails with `stuck` when the guest lived and the writer was still seen blocked on the same byte
 * when the limit for a standstill had passed.
 */
export function flows(): Expectation {
  return { name: 'flows', judge, checks }
}

const checks: Checks = {
  standstill: `
  ! is_stuck || fail stuck "the guest is alive and this chardev needs no reader, but the writer $stall and makes no progress"`,
}

function judge(history: History): Judged {
  const ends = [...jobEnds(history)]
  if (ends.length === 0) return inconclusive('no writer was started')
  const [open] = ends.find(([, end]) => end?.code !== 0) ?? []
  if (open !== undefined) return judgeOpen(history, open)
  return pass('the writer wrote all its bytes and exited')
}

function judgeOpen(history: History, job: string): Judged {
  const toMs = scriptEndMs(history)
  const samples = samplesOf(history, job, toMs)
  const last = samples.at(-1)
  if (last === undefined) return inconclusive('the writer was never sampled')
  const fromMs = stillSince(samples)
  const text = `the writer made no progress for ${durationText(toMs - fromMs)} after ${sizeText(last.bytes)}`
  const doubt = stuckDoubt(history, { job, fromMs, toMs })
  if (doubt !== null) return inconclusive(`${text}, but ${doubt}`)
  const because = `${text}: it is blocked in ${last.waitsIn}, although this chardev needs no reader`
  return fail('stuck', because, { acceptedBytes: last.bytes })
}
