import { defineCase, flood, mux, noFlowControl, unix, virtserialport } from '../src/case.ts'

/**
 * As unix-server, through a mux, which uses the watch of the socket behind it.
 */
export default defineCase({
  title: 'UNIX chardev in server mode with mux=on: the host connects and never reads',
  chardev: mux(unix({ server: true })),
  frontend: virtserialport({ name: 'test0', nr: 2 }),
  known: [
    noFlowControl,
    {
      qemu: '>=1.5.0 <2.1.0',
      symptom: 'stuck',
      why: 'a throttled port waits for room with a watch, and a mux had none (until commit 3f0838ab85)',
    },
  ],
  ...flood('64 MiB'),
})
