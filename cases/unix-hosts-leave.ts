import { defineCase, hostsLeave, unix, unseenLeave, virtserialport } from '../src/case.ts'

/**
 * As tcp-hosts-leave, on a UNIX socket: QEMU sees by POLLHUP that each host has left (commit a8aa6197a2, in 2.12), and
 * the host that stays gets the guest's output.
 */
export default defineCase({
  title: 'UNIX chardev in server mode: hosts connect and leave while the port is closed, then one stays',
  chardev: unix({ server: true }),
  frontend: virtserialport({ name: 'test0', nr: 2 }),
  known: [{ ...unseenLeave, symptom: 'stuck' }],
  ...hostsLeave(),
})
