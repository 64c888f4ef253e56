import type { Known } from '../../model/case/known.ts'

/** What the conversion to QAPI broke: the socket of a client was left without O_NONBLOCK. */
export const blockingClient: Known = {
  qemu: '>=2.2.0 <2.6.0',
  symptom: 'freeze',
  why: 'the socket of a client blocked (from commit dafd325dbb on, until 9894dc0cdc)',
}
