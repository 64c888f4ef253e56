import { defineCase, leftAmid, tls, virtserialport } from '../src/case.ts'

/**
 * Three hosts leave amid the TLS handshake. QEMU gives each of them up, and the host that stays gets the guest's output.
 */
export default defineCase({
  title: 'TCP chardev as TLS server: hosts leave amid the handshake, then one stays',
  chardev: tls(),
  frontend: virtserialport({ name: 'test0', nr: 2 }),
  ...leftAmid(),
})
