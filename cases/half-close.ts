import { alive, defineCase, noFlowControl, stalled, stays, timed, unix, virtserialport } from '../src/case.ts'

/**
 * The host says that it will write no more (shutdown(SHUT_WR)) while the guest's writer is blocked, and reads on.
 */
export default defineCase({
  title: 'UNIX chardev in server mode: the host half-closes amid a stall, and reads on',
  chardev: unix({ server: true }),
  frontend: virtserialport({ name: 'test0', nr: 2 }),
  known: [
    noFlowControl,
    {
      qemu: '*',
      symptom: 'loss',
      why: 'QEMU takes the end of what it reads for the end of the connection (chardev/char-socket.c, tcp_chr_read), and discards what the guest has written',
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
