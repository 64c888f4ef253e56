import type { FactOf } from '../../model/contract/observation.ts'

/** Kernel functions of sleeps that are the program's own wish, not a write that waits (Linux 6.1 to 6.12), for JavaScript and awk. */
export const ownWish =
  /nanosleep|^do_wait|^(anon_)?pipe_read|sigtimedwait|sigsuspend|^do_task_dead|^(do_sys_)?poll|_select$|^do_select|^futex|^wait_for_partner|^read$/

/** Whether a sample shows the writer asleep (S or D) in something that is not its own wish. */
export function isBlocked({ state, waitsIn }: FactOf<'progress'>): boolean {
  const sleeps = state === 'S' || state === 'D'
  return sleeps && waitsIn !== '0' && waitsIn !== '' && !ownWish.test(waitsIn)
}
