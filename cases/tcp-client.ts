import { blockingClient, defineCase, flood, noFlowControl, tcp, virtserialport } from '../src/case.ts'

/**
 * QEMU connects to the host over TCP, and the host never reads.
 */
export default defineCase({
  title: 'TCP chardev in client mode: QEMU connects to a host that never reads',
  chardev: tcp({ server: false }),
  frontend: virtserialport({ name: 'test0', nr: 2 }),
  known: [noFlowControl, blockingClient],
  ...flood('64 MiB'),
})
