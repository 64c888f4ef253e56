import type { Known } from '../../model/case/known.ts'

/** What a main loop that never sleeps does to the guest besides: under TCG the vCPU ran with the big lock held (until 2.9). */
export const spinStarves: Known = {
  qemu: '>=1.5.0 <2.9.0',
  symptom: 'freeze',
  sometimes: true,
  why: 'a main loop that never sleeps leaves the guest, which until 2.9 ran with the same lock under TCG, too little of it',
}
