import { alive, calm, counting, defineCase, delivered, heldBack, unix, virtserialport } from '../src/case.ts'

const lines = counting({ lines: 3_000_000 })

/**
 * As host-floods, but a program in the guest has the port open and does not read yet. QEMU fills the buffers in the
 * receive queue (virtio_serial_guest_ready), and must leave the rest in the socket. Linux puts one page into each slot of
 * the queue, which has 128 slots on 5.2, 7.2 and 11.1, but 1024 on 10.0.13: QEMU's memory grows by those pages, too.
 */
export default defineCase({
  title:
    'UNIX chardev in server mode: the host floods a guest that has the port open and does not read, then reads',
  chardev: unix({ server: true }),
  frontend: virtserialport({ name: 'test0', nr: 2 }),

  async script({ host, guest, port }) {
    const peer = await host.open()
    const reader =
      await guest.start`(exec < ${port}; touch /tmp/opened; until [ -e /tmp/reads ]; do sleep 0.1 < /dev/null; done; exec head -c ${lines.bytes}) | sha256sum`
    await guest.run`until [ -e /tmp/opened ]; do sleep 0.1; done`
    await peer.send(lines)
    await host.idle('until unsent')
    await guest.run`touch /tmp/reads`
    await reader.exit(0)
  },

  expect: [heldBack({ growth: '12 MiB' }), alive(), calm(), delivered(lines)],
})
