import type { Known } from '../../model/case/known.ts'

/** What the first watch for POLLHUP mended: a host that leaves a UNIX socket while the guest's port is closed. */
export const unseenLeave: Omit<Known, 'symptom'> = {
  qemu: '<2.12.0',
  why: 'QEMU does not see that the host has left while the port is closed, and keeps to the connection that is gone (until commit a8aa6197a2)',
}
