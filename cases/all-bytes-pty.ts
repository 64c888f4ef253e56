import { allBytes, defineCase, pty, virtserialport } from '../src/case.ts'

/**
 * Every byte value, through a pseudo-terminal. QEMU makes it raw (chardev/char-pty.c), so that neither CR and LF nor XON,
 * XOFF and the like mean anything on it.
 */
export default defineCase({
  title: 'pty chardev: every byte value arrives',
  chardev: pty(),
  frontend: virtserialport({ name: 'test0', nr: 2 }),
  ...allBytes(),
})
