import { allBytes, defineCase, mux, unix, virtserialport } from '../src/case.ts'

/**
 * Every byte value, through a mux. Its escape, 0x01, counts only in what the host sends (chardev/char-mux.c,
 * mux_proc_byte): what the guest writes must arrive as it is.
 */
export default defineCase({
  title: 'UNIX chardev with mux=on: every byte value arrives',
  chardev: mux(unix({ server: true })),
  frontend: virtserialport({ name: 'test0', nr: 2 }),
  ...allBytes(),
})
