import { cutOf, type History, ofKind } from '../model/contract/observation.ts'

/** Whether QEMU ended the connection before the script was cut. It shows only to a host that has read all before it. */
export function connectionEnded(history: History): boolean {
  const untilMs = cutOf(history)?.at ?? Number.POSITIVE_INFINITY
  const events = ofKind(history, 'peer').filter(({ event, at }) => event !== 'opened' && at <= untilMs)
  const last = events.at(-1)
  const before = events.findLast(({ peer, event }) => peer === last?.peer && event !== 'ended')
  return last?.event === 'ended' && before?.event === 'reading'
}
