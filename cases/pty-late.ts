import { blockingPty, defineCase, lateFlood, pty, virtserialport } from '../src/case.ts'

/**
 * The host opens the pty when the writer already waits, and reads when the writer has filled it.
 */
export default defineCase({
  title: 'pty chardev: the host opens it late and reads later',
  page: 'Testing',
  chardev: pty(),
  frontend: virtserialport({ name: 'test0', nr: 2 }),
  known: [
    {
      qemu: '<1.5.0',
      symptom: 'stuck',
      why: 'a write to a pty that nobody had opened accepted nothing, and the port was never told that there is room again',
    },
    { ...blockingPty, sometimes: true },
  ],
  ...lateFlood('64 MiB'),
})
