import { blockingPty, defineCase, flood, noFlowControl, pty, virtserialport } from '../src/case.ts'

/**
 * The wiki page: "other backends, like udp, tcp, pty exhibit similar behaviour, and should be tested as well".
 */
export default defineCase({
  title: 'pty chardev: the host opens it and never reads',
  page: 'Testing',
  chardev: pty(),
  frontend: virtserialport({ name: 'test0', nr: 2 }),
  known: [noFlowControl, { ...blockingPty, sometimes: true }],
  ...flood('64 MiB'),
})
