import {
  alive,
  calm,
  counting,
  defineCase,
  intact,
  noFlowControl,
  resumes,
  stalled,
  unix,
  virtserialport,
} from '../src/case.ts'

/**
 * As unix-server, with a payload that counts: zeros prove only how many bytes arrived, numbered lines also that
 * none was lost, doubled or put out of order on either side of the stall.
 */
export default defineCase({
  title: 'UNIX chardev in server mode: a counting payload, read after a stall',
  page: 'Start QEMU with UNIX chardev in server mode',
  chardev: unix({ server: true }),
  frontend: virtserialport({ name: 'test0', nr: 2 }),
  known: [noFlowControl],

  async script({ host, guest, port }) {
    const peer = await host.open() // ... and read nothing
    const seq = await guest.start`seq -w 1 700000 > ${port}`
    await host.idle('until stalled')
    await peer.drain('4900000 B')
    await seq.exit(0)
  },

  expect: [stalled(), alive(), calm(), resumes(), intact(counting({ lines: 700_000 }))],
})
