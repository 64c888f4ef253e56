import type { Known } from '../../model/case/known.ts'

/** The conversion to QAPI left client sockets without O_NONBLOCK. */
export const blockingClient: Known = {
  qemu: '>=2.2.0 <2.6.0',
  symptom: 'freeze',
  why: 'client sockets were blocking (from commit dafd325dbb until 9894dc0cdc)',
}
