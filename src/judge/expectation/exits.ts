import type { Expectation, Judged } from '../../model/case/expectation.ts'
import { type FactOf, type History, ofKind } from '../../model/contract/observation.ts'
import { worstFirst } from '../../model/contract/verdict.ts'
import type { JobEnd } from '../jobs.ts'
import { fail, inconclusive, pass } from '../judged.ts'

/**
 * Every job whose exit status the script wanted ended with it. Another status fails, without a symptom; a job
 * that did not end, or ended only when the run was cut or QEMU died, is inconclusive.
 */
export function exits(): Expectation {
  return { name: 'exits', judge }
}

function judge(history: History): Judged {
  const exited = ofKind(history, 'job').filter((fact): fact is JobEnd => fact.event === 'exited')
  // A job exits once; of a journal that says otherwise the first line counts.
  const first = new Map(exited.toReversed().map(fact => [fact.job, fact]))
  const endMs = cutMs(history)
  const findings = ofKind(history, 'wanted').map(wanted => judgeJob(wanted, first.get(wanted.job), endMs))
  const [worst] = findings.toSorted((a, b) => worstFirst.indexOf(a.outcome) - worstFirst.indexOf(b.outcome))
  if (worst === undefined) return pass('no exit status was wanted')
  if (worst.outcome !== 'pass') return worst
  const count = findings.length
  return pass(count === 1 ? 'the job exited as expected' : `all ${count} jobs exited as expected`)
}

function judgeJob({ job, code }: FactOf<'wanted'>, exit: JobEnd | undefined, endMs: number): Judged {
  const expected = `(expected: status ${code})`
  if (exit === undefined) return inconclusive(`${job} did not exit ${expected}`)
  if (exit.code === code) return pass(`${job} exited with status ${code}`)
  const how = exit.code === null ? exit.signal : `status ${exit.code}`
  if (exit.code === null && exit.signal === null) {
    return inconclusive(`the ssh connection of ${job} ended before the guest reported its exit ${expected}`)
  }
  if (exit.at >= endMs) {
    return inconclusive(`${job} exited only after the run was cut or QEMU ended: ${how} ${expected}`)
  }
  // Of the shell (POSIX): found but not to be run, not found. That is about the guest's programs, not about QEMU.
  if (exit.code === 126 || exit.code === 127) {
    return inconclusive(`the guest cannot run the command of ${job} (${how})`)
  }
  return fail(null, `${job} exited with ${how} ${expected}`)
}

/** When the run was cut or QEMU ended: what ends after that may have been ended by it. */
function cutMs(history: History): number {
  const ends = history.filter(
    fact => fact.kind === 'cut' || (fact.kind === 'qemu' && fact.event === 'exited'),
  )
  return ends[0]?.at ?? Number.POSITIVE_INFINITY
}
