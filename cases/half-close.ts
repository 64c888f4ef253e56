import { alive, defineCase, noFlowControl, stalled, stays, timed, unix, virtserialport } from '../src/case.ts'

/**
 * The host calls shutdown(SHUT_WR) while the guest's writer is blocked, and keeps reading.
 */
export default defineCase({
  title: 'UNIX chardev in server mode: the host half-closes during a stall and keeps reading',
  chardev: unix({ server: true }),
  frontend: virtserialport({ name: 'test0', nr: 2 }),
  known: [
    noFlowControl,
    {
      qemu: '*',
      symptom: 'loss',
      why: 'QEMU treats EOF from the host as a disconnect (chardev/char-socket.c, tcp_chr_read), and discards what the guest has written',
    },
  ],

  async script({ host, guest, port }) {
    const peer = await host.open() // ... and read nothing
    await guest.start`dd if=/dev/zero of=${port} bs=64k count=1024`
    await host.idle('until stalled')
    await peer.endWriting()
    await peer.drain('64 KiB')
    await host.idle('for 20 beats')
  },

  expect: [stalled(), timed({ 'ends writing': 'writer blocked' }), alive(), stays()],
})
