import { defineCase, lateFlood, noFlowControl, unix, virtserialport } from '../src/case.ts'

/**
 * The host connects when the writer already waits for a connection, and reads when the writer has filled the socket.
 */
export default defineCase({
  title: 'UNIX chardev in server mode: the host connects late and reads later',
  chardev: unix({ server: true }),
  frontend: virtserialport({ name: 'test0', nr: 2 }),
  known: [noFlowControl],
  ...lateFlood('64 MiB'),
})
