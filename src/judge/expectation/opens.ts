import type { Expectation, Judged } from '../../model/case/expectation.ts'
import { cutOf, type History, runOf } from '../../model/contract/observation.ts'
import { fixedLimits } from '../../model/limits.ts'
import { durationText } from '../../model/value/units.ts'
import { findDeath } from '../death.ts'
import { fail, inconclusive, pass } from '../judged.ts'
import { isOpening, openStep } from '../open-step.ts'
import { starvedIn } from '../silence/fair-part.ts'
import { callSilence } from '../silence/silence-call.ts'
import { scriptEndMs } from '../window.ts'

/**
 * The host can open the chardev whenever the script wants it to. Fails with `stuck` when it waited until a standstill
 * (long enough for TCP to have tried again after 1, 3 and 7 s) while the guest was alive.
 */
export function opens(): Expectation {
  return { name: 'opens', judge }
}

function judge(history: History): Judged {
  const step = openStep(history)
  if (step === null || !isOpening(step)) return pass('the host could open the chardev each time')
  const cut = cutOf(history)
  const toMs = scriptEndMs(history)
  const text = `the host could not open the chardev within ${durationText(toMs - step.at)}`
  if (findDeath(history) !== null) return inconclusive(`${text}: QEMU ended`)
  if (callSilence(history) !== null) return inconclusive(`${text}: the guest fell silent`)
  if (cut?.by !== 'standstill') return inconclusive(text)
  if (connectsOnce(history)) return inconclusive(`${text}: QEMU connects only once, when it starts`)
  const starved = starvedIn(history, { fromMs: step.at, toMs }, fixedLimits.lateMs / 2)
  if (starved !== null) return inconclusive(`${text}, but ${starved}`)
  return fail('stuck', `${text}, although the guest was alive`)
}

/** Whether QEMU is the client, and does not try again. */
function connectsOnce(history: History): boolean {
  return / client$/.test(runOf(history)?.chardev ?? '')
}
