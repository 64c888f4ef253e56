import type { Known } from '../../model/case/known.ts'

/** What the page is about: before 1.5.0 a blocked chardev blocked the whole guest. */
export const noFlowControl: Known = {
  qemu: '<1.5.0',
  symptom: 'freeze',
  why: 'the chardev layer had no flow control',
}
