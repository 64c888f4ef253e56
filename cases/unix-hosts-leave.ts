import { defineCase, hostsLeave, unix, virtserialport } from '../src/case.ts'

/**
 * As tcp-hosts-leave, on a UNIX socket: QEMU sees by POLLHUP that each host has left (commit a8aa6197a2, in 2.12), and
 * the one that stays gets what the guest writes.
 */
export default defineCase({
  title: 'UNIX chardev in server mode: hosts come and leave while the port is closed, another one comes',
  chardev: unix({ server: true }),
  frontend: virtserialport({ name: 'test0', nr: 2 }),
  known: [
    {
      qemu: '<2.12.0',
      symptom: 'stuck',
      why: 'no handler for POLLHUP: a client that leaves while the port is closed is never taken for gone (commit a8aa6197a2)',
    },
  ],
  ...hostsLeave(),
})
