import {
  alive,
  closeDiscards,
  counting,
  defineCase,
  intact,
  resumes,
  stalled,
  timed,
  unix,
  virtserialport,
} from '../src/case.ts'

/**
 * As comes-back, with QEMU as the client: the host closes, listens again, QEMU reconnects, and the writer goes on.
 */
export default defineCase({
  title: 'UNIX chardev in client mode: the host closes during a stall, and QEMU reconnects',
  chardev: unix({ server: false, reconnect: true }),
  frontend: virtserialport({ name: 'test0', nr: 2 }),
  known: [closeDiscards],

  async script({ host, guest, port }) {
    const peer = await host.open() // ... and read nothing
    await guest.start`seq -w 1 2000000 > ${port}`
    await host.idle('until stalled')
    await peer.close()
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
