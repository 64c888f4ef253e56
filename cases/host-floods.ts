import { alive, calm, counting, defineCase, delivered, heldBack, unix, virtserialport } from '../src/case.ts'

/**
 * The other direction: the host writes as fast as it can, and nobody in the guest has opened the port. QEMU accepts
 * nothing for such a port (virtio_serial_guest_ready in hw/char/virtio-serial-bus.c) and must leave the bytes in the
 * socket. When the guest opens the port and reads, all of them arrive.
 */
export default defineCase({
  title: 'UNIX chardev in server mode: the host floods a port that nobody in the guest has opened',
  chardev: unix({ server: true }),
  frontend: virtserialport({ name: 'test0', nr: 2 }),

  async script({ host, guest, port }) {
    const peer = await host.open()
    await peer.send(counting({ lines: 1_000_000 }))
    await host.idle('until unsent')
    const reader = await guest.start`head -c 8000000 ${port} | sha256sum`
    await reader.exit(0)
  },

  expect: [heldBack({ growth: '4 MiB' }), alive(), calm(), delivered(counting({ lines: 1_000_000 }))],
})
