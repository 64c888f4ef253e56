import { type History, ofKind } from '../../model/contract/observation.ts'
import type { Window } from '../window.ts'

/**
 * The stretches in which no beat can come over ssh because the guest has moved to another QEMU, which does not have the
 * connection: from then until the line of the script that moved it has ended, which logs in again.
 */
export function logins(history: History): Window[] {
  const ends = ofKind(history, 'step').filter(({ edge }) => edge === 'end')
  return ofKind(history, 'qemu')
    .filter(({ event }) => event === 'holds')
    .map(({ at }) => ({
      fromMs: at,
      toMs: ends.find(end => end.at >= at)?.at ?? Number.POSITIVE_INFINITY,
    }))
}
