import { type History, ofKind } from '../../model/contract/observation.ts'
import type { Window } from '../window.ts'

/**
 * The stretches in which no beat can come over ssh, because the connection ended with the QEMU that had the guest and the
 * harness logs in again: from the moment that another QEMU has it to the end of that line of the script.
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
