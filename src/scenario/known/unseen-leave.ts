import type { Known } from '../../model/case/known.ts'

/** Fixed by the first watch for POLLHUP: a host that leaves a UNIX socket while the guest has the port closed. */
export const unseenLeave: Omit<Known, 'symptom'> = {
  qemu: '<2.12.0',
  why: 'QEMU does not notice that the host has left while the port is closed, and keeps the dead connection (until commit a8aa6197a2)',
}
