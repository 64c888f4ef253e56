import {
  alive,
  closeDiscards,
  counting,
  defineCase,
  intact,
  noFlowControl,
  resumes,
  stalled,
  timed,
  unix,
  virtserialport,
} from '../src/case.ts'

/**
 * The host closes while the guest's writer is blocked, connects again and reads. The writer goes on.
 */
export default defineCase({
  title: 'UNIX chardev in server mode: the host closes during a stall, reconnects and reads',
  chardev: unix({ server: true }),
  frontend: virtserialport({ name: 'test0', nr: 2 }),
  known: [noFlowControl, closeDiscards],

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
