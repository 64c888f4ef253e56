import type { Expectation, Judged } from '../../model/case/expectation.ts'
import type { Payload } from '../../model/case/payload.ts'
import type { History } from '../../model/contract/observation.ts'
import { sizeText } from '../../model/value/units.ts'
import { arrivalOf } from '../content/arrival.ts'
import { findDamage } from '../content/damage.ts'
import { faultText, symptomOf } from '../content/fault.ts'
import { lostOrStuck } from '../content/lost-or-stuck.ts'
import { contentsOf } from '../content/received.ts'
import { whyUnread } from '../content/unread.ts'
import { fail, inconclusive, pass } from '../judged.ts'
import { openings } from '../peers.ts'
import { scriptEndMs } from '../window.ts'

/**
 * What the guest writes for the host's last connection arrives there, from its first byte on; what went to earlier ones
 * is not looked at. Fails with `loss` (or `doubled`) when other bytes came. What did not come, though the writers had
 * ended well and the host read on for longer than anything may be late, is lost or stuck.
 */
export function arrivesAgain(payload: Payload): Expectation {
  const arrives = arrivalOf('($READ_IN_ALL)[before:]', [payload])
  const reading = `
  read -r _ _ since < "$DIR/moved"
  if [ -n "$ALL_WRITTEN" ] && [ "$since" -eq 0 ]; then
    not_here "nothing has arrived on the host's last connection, although the writers exited with status 0" ${payload.bytes}
  fi
  ${arrives}`
  return {
    name: 'arrivesAgain',
    judge: history => judge(history, payload),
    checks: { reading, end: arrives },
  }
}

function judge(history: History, payload: Payload): Judged {
  // What the host opens after a cut belongs to the revive phase.
  const endMs = scriptEndMs(history)
  const opened = openings(history, endMs)
  const peer = opened.at(-1)?.peer
  const content = contentsOf(history).findLast(fact => fact.peer === peer)
  if (opened.length < 2) return inconclusive('the host opened no second connection')
  if (content === undefined) return inconclusive('the journal does not say what the host received')
  const { faults, goodBytes } = findDamage(content.segments, [payload])
  if (faults.length > 0) {
    const symptom = symptomOf(faults)
    const text = `on the host's last connection: ${faultText(faults)}`
    if (symptom === 'doubled') return inconclusive(`${text}, but it is not known how much was written`)
    return fail(symptom, text)
  }
  if (content.cutShort) return inconclusive('the journal does not describe all that the host received')
  const size = sizeText(payload.bytes)
  if (goodBytes === payload.bytes) return pass(`all ${size} arrived on the host's last connection`)
  const doubt = whyUnread(history, null)
  if (doubt !== null) return inconclusive(`${sizeText(goodBytes)} of ${size} arrived: ${doubt}`)
  const { symptom, how } = lostOrStuck(history, payload.bytes - goodBytes, peer)
  const came = goodBytes > 0 ? `only ${sizeText(goodBytes)}` : 'nothing'
  const where = `arrived on the host's last connection, although the writers exited with status 0`
  const because = `${came} of ${size} ${where}; ${how}`
  return symptom === null ? inconclusive(because) : fail(symptom, because)
}
