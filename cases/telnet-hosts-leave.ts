import { defineCase, leftAmid, telnet, unseenLeave, virtserialport } from '../src/case.ts'

/**
 * Three hosts leave amid the telnet handshake, with QEMU's greeting unread, which makes Linux reset the connection. QEMU
 * gives each of them up, and the host that stays gets the guest's output.
 */
export default defineCase({
  title: 'TCP chardev as telnet server: hosts leave amid the handshake, then one stays',
  chardev: telnet(),
  frontend: virtserialport({ name: 'test0', nr: 2 }),
  known: [{ ...unseenLeave, symptom: 'stuck' }],
  ...leftAmid(),
})
