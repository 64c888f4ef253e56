import type { Expectation, Judged } from '../../model/case/expectation.ts'
import { cutOf, type History, ofKind } from '../../model/contract/observation.ts'
import { firstLine } from '../../model/errors.ts'
import { inconclusive, pass } from '../judged.ts'
import { openStep } from '../open-step.ts'

/** Characters of the message of a user's error. */
const mostShown = 1000

/**
 * The script ran to its last line. Never fails: if what cut it short is a failure, it is reported
 * by the expectations that know it.
 */
export function played(): Expectation {
  return { name: 'played', judge }
}

function judge(history: History): Judged {
  const phases = ofKind(history, 'phase').map(({ phase }) => phase)
  const cut = cutOf(history)
  if (cut) {
    const step = openStep(history)?.text ?? null
    const where = step === null ? '' : ` at '${step}'`
    return inconclusive(
      `the script was cut short${where} (${cut.by}): ${firstLine(cut.why).slice(0, mostShown)}`,
    )
  }
  if (!phases.includes('script')) return inconclusive('the script never started')
  if (phases.includes('end')) return whole(openStep(history)?.text ?? null)
  return inconclusive('the journal breaks off before the end of the script')
}

/** A script that did not wait for one of its own lines proves nothing about that line. */
function whole(open: string | null): Judged {
  if (open === null) return pass('the script ran to its end')
  return inconclusive(`the script ended before '${open}' was done: is an await missing?`)
}
