import {
  alive,
  blockingPty,
  calm,
  defineCase,
  noFlowControl,
  pty,
  spinStarves,
  timed,
  virtserialport,
} from '../src/case.ts'

/**
 * The guest writes more than the pty holds and closes its port. The host, which had the pty open, closes it without
 * reading. QEMU must now be idle until somebody opens the pty again.
 */
export default defineCase({
  title: 'pty chardev: the host closes it without reading, and QEMU must not spin',
  chardev: pty(),
  frontend: virtserialport({ name: 'test0', nr: 2 }),
  known: [
    noFlowControl,
    blockingPty,
    { ...spinStarves, qemu: '>=2.3.0 <2.9.0' },
    {
      qemu: '>=2.3.0',
      symptom: 'spin',
      why: 'the hang-up makes the watch for room fire at once, and the write that follows finds no room; the check for the hang-up does not run while the guest has the port closed (chardev/char-pty.c, pty_chr_update_read_handler, char_pty_chr_write)',
    },
  ],

  async script({ host, guest, port }) {
    const peer = await host.open() // ... and read nothing
    await guest.run`dd if=/dev/zero of=${port} bs=4k count=16`
    await peer.close()
    await host.idle('for 20 beats')
  },

  expect: [timed({ closes: 'port closed' }), alive(), calm()],
})
