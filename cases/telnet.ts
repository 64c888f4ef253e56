import { defineCase, flood, noFlowControl, telnet, virtserialport } from '../src/case.ts'

/**
 * As tcp-server, with the telnet protocol: QEMU first sends its option negotiation, then the guest's output.
 */
export default defineCase({
  title: 'TCP chardev as telnet server: the host connects and never reads',
  chardev: telnet(),
  frontend: virtserialport({ name: 'test0', nr: 2 }),
  known: [noFlowControl],
  ...flood('64 MiB'),
})
