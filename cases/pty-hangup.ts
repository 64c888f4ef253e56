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
 * The guest writes more than the pty holds, and closes its port; the host, which had the pty open, leaves without
 * reading. Now nothing is to be done, until somebody opens the pty again.
 */
export default defineCase({
  title: 'pty chardev: the host leaves without reading, and QEMU does not spin',
  chardev: pty(),
  frontend: virtserialport({ name: 'test0', nr: 2 }),
  known: [
    noFlowControl,
    blockingPty,
    { ...spinStarves, qemu: '>=2.3.0 <2.9.0' },
    {
      qemu: '>=2.3.0',
      symptom: 'spin',
      why: 'the watch for room fires at once for the hang-up, and the write that follows finds none; what would see the hang-up is not asked while the port is closed in the guest (chardev/char-pty.c, pty_chr_update_read_handler, char_pty_chr_write)',
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
