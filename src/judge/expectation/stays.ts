import type { Expectation, Judged } from '../../model/case/expectation.ts'
import { type FactOf, type History, ofKind } from '../../model/contract/observation.ts'
import { durationText, sizeText } from '../../model/value/units.ts'
import { findDeath } from '../death.ts'
import { fail, inconclusive, pass } from '../judged.ts'
import { scriptEndMs } from '../window.ts'

/**
 * A connection stays until the host closes it. Fails with `loss` when QEMU ended one: what the guest had written
 * and the host had not yet got is gone with it.
 */
export function stays(): Expectation {
  const ended = `[ ! -e "$DIR/ended" ] || fail loss 'QEMU ended the connection'`
  return { name: 'stays', judge, checks: { reading: ended, end: ended } }
}

function judge(history: History): Judged {
  const opened = ofKind(history, 'peer').filter(({ event }) => event === 'opened')
  if (opened.length === 0) return inconclusive('the host never opened the chardev')
  if (findDeath(history) !== null) return inconclusive('QEMU ended')
  // What ends after a cut may have been ended by it.
  const endMs = scriptEndMs(history)
  const ended = ofKind(history, 'peer').find(({ event, at }) => event === 'ended' && at <= endMs)
  if (ended) return fail('loss', endText(history, ended))
  // A host that does not read does not see the end of what it reads.
  const reading = new Set(
    ofKind(history, 'peer').flatMap(({ peer, event }) => (event === 'reading' ? [peer] : [])),
  )
  const unread = opened.find(({ peer }) => !reading.has(peer))
  if (unread)
    return inconclusive(
      `the host never read from ${unread.peer}, so it would not have seen QEMU end the connection`,
    )
  const { length } = opened
  return pass(
    `${length === 1 ? 'the connection' : `all ${length} connections`} stayed open until the host closed`,
  )
}

function endText(history: History, { peer, at, text }: FactOf<'peer'>): string {
  const opened = ofKind(history, 'peer').find(fact => fact.peer === peer && fact.event === 'opened')
  const got = ofKind(history, 'read').findLast(fact => fact.peer === peer && fact.at <= at)?.total ?? 0
  const after = durationText(at - (opened?.at ?? at))
  return `QEMU ended the connection of ${peer} after ${after} (${text ?? 'no reason'}); the host had received ${sizeText(got)}`
}
