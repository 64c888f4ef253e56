import { defineCase, flood, tls, virtserialport } from '../src/case.ts'

/**
 * As tcp-server, inside TLS. What GnuTLS could not send must be sent again with the very same bytes, after any stall.
 */
export default defineCase({
  title: 'TCP chardev as TLS server: the host connects and never reads',
  chardev: tls(),
  frontend: virtserialport({ name: 'test0', nr: 2 }),
  ...flood('64 MiB'),
})
