import {
  alive,
  closeDiscards,
  counting,
  defineCase,
  intact,
  resumes,
  stalled,
  tcp,
  timed,
  virtserialport,
} from '../src/case.ts'

/**
 * As client-comes-back, over TCP, and the host resets the connection.
 */
export default defineCase({
  title: 'TCP chardev in client mode: the host resets the connection during a stall, and QEMU reconnects',
  chardev: tcp({ server: false, reconnect: true }),
  frontend: virtserialport({ name: 'test0', nr: 2 }),
  known: [closeDiscards],

  async script({ host, guest, port }) {
    const peer = await host.open() // ... and read nothing
    await guest.start`seq -w 1 2000000 > ${port}`
    await host.idle('until stalled')
    await peer.reset()
    const back = await host.open()
    await back.drain('4 MiB')
  },

  expect: [
    stalled(),
    timed({ closes: 'writer blocked' }),
    alive(),
    resumes(),
    intact(counting({ lines: 2_000_000 })),
  ],
})
