import { alive, defineCase, flows, udp, udpUnconnected, virtserialport } from '../src/case.ts'

/**
 * Nobody has bound the port. What QEMU sends there is lost, and the guest should not notice.
 */
export default defineCase({
  title: 'udp chardev: nobody binds the port',
  page: 'Testing',
  chardev: udp(),
  frontend: virtserialport({ name: 'test0', nr: 2 }),
  known: [
    udpUnconnected,
    {
      qemu: '>=11.0.0',
      symptom: 'stuck',
      why: 'after ECONNREFUSED the port is throttled (hw/char/virtio-console.c, flush_buf) and waits for a watch, which chardev/char-udp.c does not have',
    },
  ],

  async script({ guest, port }) {
    const dd = await guest.start`dd if=/dev/zero of=${port} bs=4k count=1024`
    await dd.exit(0)
  },

  expect: [alive(), flows()],
})
