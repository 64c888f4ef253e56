import { defineCase, flood, virtserialport, websocket } from '../src/case.ts'

/**
 * As tcp-server, over a websocket: QEMU packs the guest's output into frames, and holds back what does not fit.
 */
export default defineCase({
  title: 'TCP chardev as websocket server: the host connects and never reads',
  chardev: websocket(),
  frontend: virtserialport({ name: 'test0', nr: 2 }),
  ...flood('64 MiB'),
})
