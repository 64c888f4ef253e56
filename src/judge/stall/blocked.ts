import type { FactOf } from '../../model/contract/observation.ts'

/**
 * Kernel functions of sleeps that are the program's own wish, not a write that waits (Linux 6.1 to 6.12), for JavaScript
 * and awk. A program that sleeps in poll or select until it can write to the port waits for the port: the guest's `watch`
 * finds that in its arguments, and says `poll:POLLOUT` or `select:writefds` in place of the function. The driver wakes it
 * as it does a blocked write (port_fops_poll, will_write_block in drivers/char/virtio_console.c).
 */
export const ownWish =
  /nanosleep|^do_wait|^(anon_)?pipe_read|sigtimedwait|sigsuspend|^do_task_dead|^(do_sys_)?poll(_|$)|_select$|^do_select|^futex|^wait_for_partner|^read$/

/** Whether a sample shows the writer asleep (S or D) in something that is not its own wish. */
export function isBlocked({ state, waitsIn }: FactOf<'progress'>): boolean {
  const sleeps = state === 'S' || state === 'D'
  return sleeps && waitsIn !== '0' && waitsIn !== '' && !ownWish.test(waitsIn)
}
