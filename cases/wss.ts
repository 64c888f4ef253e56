import { defineCase, flood, tlsSpins, virtserialport, wss } from '../src/case.ts'

/**
 * As websocket, inside TLS: frames are packed into TLS records, and both hold back what does not fit.
 */
export default defineCase({
  title: 'TCP chardev as websocket server over TLS: the host connects and never reads',
  chardev: wss(),
  frontend: virtserialport({ name: 'test0', nr: 2 }),
  known: [tlsSpins],
  ...flood('64 MiB'),
})
