import {
  alive,
  defineCase,
  flows,
  intact,
  numbered,
  udp,
  udpUnconnected,
  virtserialport,
} from '../src/case.ts'

const blocks = numbered('4 MiB', '4 KiB')

/**
 * The host has bound the port and does not receive. The kernel keeps what its buffer holds and silently drops the rest.
 */
export default defineCase({
  title: 'udp chardev: the host binds the port and never reads',
  page: 'Testing',
  chardev: udp(),
  frontend: virtserialport({ name: 'test0', nr: 2 }),
  known: [
    udpUnconnected,
    {
      qemu: '>=11.0.0',
      symptom: 'loss',
      why: "UDP has no flow control: the host's kernel drops what its buffer does not hold",
    },
  ],

  async script({ host, guest, port }) {
    const peer = await host.open() // ... and read nothing
    const dd = await guest.start`${blocks.into(port)}`
    await host.idle('until stalled')
    await peer.drain('4 MiB')
    await dd.exit(0)
  },

  expect: [alive(), flows(), intact(blocks.payload)],
})
