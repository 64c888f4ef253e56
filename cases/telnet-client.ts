import { defineCase, flood, noFlowControl, telnet, virtserialport } from '../src/case.ts'

/**
 * As tcp-client, with the telnet protocol; QEMU greets first, though it is the client.
 */
export default defineCase({
  title: 'TCP chardev as telnet client: QEMU connects to a host that never reads',
  chardev: telnet({ server: false }),
  frontend: virtserialport({ name: 'test0', nr: 2 }),
  known: [noFlowControl],
  ...flood('64 MiB'),
})
