import type { Expectation, Judged } from '../model/expectation.ts'
import { type History, ofKind } from '../model/observation.ts'
import type { Payload } from '../model/payload.ts'
import { sizeText } from '../model/units.ts'
import { arrivalOf } from './arrival.ts'
import { findDamage } from './damage.ts'
import { fail, inconclusive, pass } from './judged.ts'
import { whyUnread } from './unread.ts'

/**
 * What the guest wrote since the host came back arrives at the host's last connection, from its first byte on; what
 * went to earlier ones is not looked at. Fails with `stuck` when nothing at all arrived though the writers had ended
 * well and the host read until nothing moved any more, with `loss` when other bytes came, or not all of them.
 */
export function arrivesAgain(payload: Payload): Expectation {
  const arrives = arrivalOf('($READ_IN_ALL)[before:]', [payload])
  const reading = `
  read -r _ _ since < "$DIR/moved"
  if [ -n "$ALL_WRITTEN" ] && [ "$since" -eq 0 ]; then
    fail stuck 'the writer got rid of everything, but nothing has arrived since the host came back'
  fi
  ${arrives}`
  return {
    name: 'arrivesAgain',
    judge: history => judge(history, payload),
    checks: { reading, end: arrives },
  }
}

function judge(history: History, payload: Payload): Judged {
  const opened = ofKind(history, 'peer').filter(({ event }) => event === 'opened')
  const peer = opened.at(-1)?.peer
  const content = ofKind(history, 'content').findLast(fact => fact.peer === peer)
  if (opened.length < 2) return inconclusive('the host did not come back')
  if (content === undefined) return inconclusive('what the host received was not written down')
  const { faults, goodBytes } = findDamage(content.segments, [payload])
  const [fault] = faults
  if (fault !== undefined) return fail('loss', `after the host came back: ${fault}`)
  if (content.cutShort) return inconclusive('what the host received is not described to its end')
  const size = sizeText(payload.bytes)
  if (goodBytes === payload.bytes) return pass(`all ${size} written since the host came back arrived`)
  const doubt = whyUnread(history, null)
  if (doubt !== null) return inconclusive(`${sizeText(goodBytes)} of ${size} arrived: ${doubt}`)
  if (goodBytes > 0) {
    return fail('loss', `only ${sizeText(goodBytes)} of ${size} written since the host came back arrived`)
  }
  const because = `nothing of the ${size} written since the host came back arrived, though the writers ended well`
  return fail('stuck', because)
}
