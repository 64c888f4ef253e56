import { alive, defineCase, numbered, resumes, stalled, tcp, unix, virtserialport } from '../src/case.ts'

/**
 * The chardev of a full port is changed for another, to which nobody has connected yet. To the device that is a host that
 * leaves: what the guest has written and the old chardev has not accepted is discarded by right (virtio_serial_close in
 * hw/char/virtio-serial-bus.c). The writer goes on as soon as a host reads from the new one.
 */
export default defineCase({
  title: 'the UNIX chardev of a full port is changed for a TCP chardev, and a host reads from that',
  chardev: unix({ server: true }),
  frontend: virtserialport({ name: 'test0', nr: 2 }),
  since: '2.10.0',

  async script({ host, guest, qemu, port }) {
    await host.open() // ... and read nothing
    await guest.start`${numbered('64 MiB').into(port)}`
    await host.idle('until stalled')
    const changed = await qemu.change(tcp({ server: true }))
    const reader = await changed.open()
    await reader.drain('16 MiB')
  },

  expect: [stalled(), alive(), resumes()],
})
