import { defineCase, flood, noFlowControl, telnet, virtserialport } from '../src/case.ts'

/**
 * As tcp-server, with the telnet protocol: QEMU greets with its negotiations, and then sends what the guest writes.
 */
export default defineCase({
  title: 'TCP chardev as telnet server: the host connects and never reads',
  chardev: telnet(),
  frontend: virtserialport({ name: 'test0', nr: 2 }),
  known: [noFlowControl],
  ...flood('64 MiB'),
})
