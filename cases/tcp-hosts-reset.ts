import { defineCase, hostsLeave, tcp, unseenLeave, virtserialport } from '../src/case.ts'

/**
 * As tcp-hosts-leave, but each host resets its connection. Linux reports POLLHUP for an RST, and QEMU sees at once that
 * the host has left, even while the port is closed (since 2.12).
 */
export default defineCase({
  title: 'TCP chardev in server mode: hosts reset their connections while the port is closed, then one stays',
  chardev: tcp({ server: true }),
  frontend: virtserialport({ name: 'test0', nr: 2 }),
  known: [{ ...unseenLeave, symptom: 'stuck' }],
  ...hostsLeave('reset'),
})
