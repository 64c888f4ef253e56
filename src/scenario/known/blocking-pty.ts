import type { Known } from '../../model/case/known.ts'

/** The pty's descriptor had no O_NONBLOCK, so a write into a full pty blocked all of QEMU. */
export const blockingPty: Known = {
  qemu: '>=1.5.0 <2.3.0',
  symptom: 'freeze',
  why: 'a write into a full pty blocked (until commit fac6688a18)',
}
