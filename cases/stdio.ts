import { defineCase, flood, noFlowControl, stdio, virtserialport } from '../src/case.ts'

/**
 * QEMU's own stdin and stdout, on a terminal whose other end the host keeps open and does not read.
 */
export default defineCase({
  title: 'stdio chardev: the terminal is never read',
  chardev: stdio(),
  frontend: virtserialport({ name: 'test0', nr: 2 }),
  known: [noFlowControl],
  ...flood('64 MiB'),
})
