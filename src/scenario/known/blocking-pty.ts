import type { Known } from '../../model/case/known.ts'

/** What 1.5.0 left: the pty's descriptor was not O_NONBLOCK, and a write into a full pty blocked all of QEMU. */
export const blockingPty: Known = {
  qemu: '>=1.5.0 <2.3.0',
  symptom: 'freeze',
  why: 'a write into a full pty blocked (until commit fac6688a18)',
}
