import type { Known } from '../model/known.ts'

/** What the reconnecting client broke: the socket of a client was left without O_NONBLOCK. */
export const blockingClient: Known = {
  qemu: '>=2.2.0 <2.6.0',
  symptom: 'freeze',
  why: 'the socket of a client blocked (from commit 43ded1a0d2 on, until 9894dc0cdc)',
}
