import {
  alive,
  defineCase,
  intact,
  logged,
  logHolds,
  numbered,
  resumes,
  stalled,
  unix,
  virtserialport,
} from '../src/case.ts'

const blocks = numbered('16 MiB', '4 KiB')

/**
 * The host reads nothing for a while, and then all. The log file records "all data transmitted via the backend" (qemu(1)):
 * it must hold what the guest wrote, once and in order.
 *
 * It holds more: whenever the socket takes nothing (EAGAIN), QEMU logs the whole buffer, which the device then sends
 * again.
 */
export default defineCase({
  title: 'UNIX chardev with a log file: the host reads nothing for a while',
  chardev: logged(unix({ server: true })),
  frontend: virtserialport({ name: 'test0', nr: 2 }),
  known: [
    {
      qemu: '>=5.2.0',
      symptom: 'doubled',
      why: 'qemu_chr_write_buffer (chardev/char.c) takes EAGAIN for a fatal error, after which "this method won\'t be invoked again with this buffer", and logs the buffer; the frontend waits until the socket is writable, and writes it again',
    },
  ],

  async script({ host, guest, port }) {
    const peer = await host.open() // ... and read nothing
    const dd = await guest.start`${blocks.into(port)}`
    await host.idle('until stalled')
    await peer.drain('16 MiB')
    await dd.exit(0)
  },

  expect: [stalled(), alive(), resumes(), intact(blocks.payload), logHolds(blocks.payload)],
})
