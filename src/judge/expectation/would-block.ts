import type { Checks, Expectation, Judged } from '../../model/case/expectation.ts'
import { type FactOf, type History, ofKind } from '../../model/contract/observation.ts'
import { durationText } from '../../model/value/units.ts'
import { fail, inconclusive, pass } from '../judged.ts'
import { findStall } from '../stall/stall.ts'
import { scriptEndMs } from '../window.ts'

/** GNU's dd when write() fails with EAGAIN. */
const words = 'error writing .*: Resource temporarily unavailable'

/**
 * A writer that opened the port with O_NONBLOCK (GNU's `dd oflag=nonblock`) got EAGAIN from a port that had been seen
 * full, and did not sleep. Fails, without a symptom, when it was seen blocked. Inconclusive when it could write, or when
 * nothing shows that the port was full. (Linux, port_fops_write in drivers/char/virtio_console.c: EAGAIN while
 * will_write_block() holds, which is so when the queue has no free buffer, and when no host is connected.)
 */
export function wouldBlock(): Expectation {
  return { name: 'wouldBlock', judge, checks }
}

const checks: Checks = {
  end: `
  if grep -q -E "${words}" "$DIR"/job*.out; then
    prove 'a writer with O_NONBLOCK got EAGAIN'
  else
    doubt 'no writer got EAGAIN'
  fi`,
}

function judge(history: History): Judged {
  const jobs = ofKind(history, 'job')
  const writer = jobs.findLast(
    fact => fact.event === 'started' && /\boflag=(\w+,)*nonblock\b/.test(fact.command),
  )
  if (writer === undefined) return inconclusive('no writer opened the port with O_NONBLOCK')
  const full = findStall(history.filter(({ at }) => at < writer.at))
  if (full === null) return inconclusive('nothing shows that the port was full before that writer')
  const own = jobs.filter(({ job }) => job === writer.job)
  const said = own.find(fact => fact.event === 'said' && new RegExp(words).test(fact.text))
  if (said !== undefined) return pass(`it got EAGAIN ${durationText(said.at - writer.at)} after its start`)
  return judgeOther(history, writer, own)
}

function judgeOther(history: History, { job, at }: FactOf<'job'>, own: readonly FactOf<'job'>[]): Judged {
  const endMs = scriptEndMs(history)
  const about = history.filter(fact => fact.at <= endMs && (!('job' in fact) || fact.job === job))
  const slept = findStall(about, at)
  if (slept !== null) return fail(null, `it slept in ${slept.waitsIn} instead of getting EAGAIN`)
  const exit = own.find(fact => fact.event === 'exited')
  if (exit?.event !== 'exited') return inconclusive('it did not end, and was not seen blocked')
  return inconclusive(`it ended with status ${exit.code}, and did not say that it got EAGAIN`)
}
