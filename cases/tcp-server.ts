import { defineCase, flood, noFlowControl, tcp, virtserialport } from '../src/case.ts'

/**
 * As unix-server, over TCP.
 */
export default defineCase({
  title: 'TCP chardev in server mode: the host connects and never reads',
  chardev: tcp({ server: true }),
  frontend: virtserialport({ name: 'test0', nr: 2 }),
  known: [noFlowControl],
  ...flood('64 MiB'),
})
