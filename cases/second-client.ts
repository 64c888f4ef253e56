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
 * A second client connects while the first holds the connection and the guest's writer is blocked. It waits in the
 * kernel's backlog; when the first leaves, QEMU accepts it.
 */
export default defineCase({
  title: 'UNIX chardev in server mode: a second client waits during a stall until the first leaves',
  chardev: unix({ server: true }),
  frontend: virtserialport({ name: 'test0', nr: 2 }),
  known: [noFlowControl, closeDiscards],

  async script({ host, guest, port }) {
    const first = await host.open() // ... and read nothing
    await guest.start`seq -w 1 2000000 > ${port}`
    await host.idle('until stalled')
    const second = await host.open()
    await first.close()
    await second.drain('4 MiB')
  },

  expect: [
    stalled(),
    timed({ closes: 'writer blocked' }),
    alive(),
    resumes(),
    intact(counting({ lines: 2_000_000 })),
  ],
})
