import { blockingClient, defineCase, flood, noFlowControl, tcp, virtserialport } from '../src/case.ts'

/**
 * The page: "other backends exhibit similar behaviour, and should be tested as well". As unix-client, over TCP.
 */
export default defineCase({
  title: 'TCP chardev in client mode: QEMU connects to a host that never reads',
  chardev: tcp({ server: false }),
  frontend: virtserialport({ name: 'test0', nr: 2 }),
  known: [noFlowControl, blockingClient],
  ...flood('64 MiB'),
})
