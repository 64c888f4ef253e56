import { defineCase, leftAmid, virtserialport, websocket } from '../src/case.ts'

/**
 * Three hosts leave amid the websocket handshake. QEMU gives each of them up, and the host that stays gets the guest's output.
 */
export default defineCase({
  title: 'TCP chardev as websocket server: hosts leave amid the handshake, then one stays',
  chardev: websocket(),
  frontend: virtserialport({ name: 'test0', nr: 2 }),
  ...leftAmid(),
})
