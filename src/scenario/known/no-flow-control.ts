import type { Known } from '../../model/case/known.ts'

/** The subject of the wiki page: before 1.5.0 a blocked chardev blocked the whole guest. */
export const noFlowControl: Known = {
  qemu: '<1.5.0',
  symptom: 'freeze',
  why: 'the chardev layer had no flow control',
}
