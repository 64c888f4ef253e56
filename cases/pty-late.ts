import { defineCase, lateFlood, noFlowControl, pty, virtserialport } from '../src/case.ts'

/**
 * The pty is opened only when the writer already waits for it, and read only when the writer has filled it.
 */
export default defineCase({
  title: 'pty chardev: the host opens it late, and reads later still',
  page: 'Testing',
  chardev: pty(),
  frontend: virtserialport({ name: 'test0', nr: 2 }),
  known: [noFlowControl],
  ...lateFlood('64 MiB'),
})
