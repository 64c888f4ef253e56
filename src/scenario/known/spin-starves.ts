import type { Known } from '../../model/case/known.ts'

/** A side effect of a spinning main loop: until 2.9 a vCPU under TCG ran with the big lock held. */
export const spinStarves: Known = {
  qemu: '>=1.5.0 <2.9.0',
  symptom: 'freeze',
  sometimes: true,
  why: 'a main loop that never sleeps starves the guest, which under TCG ran with the same lock until 2.9',
}
