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

/** Whole pages of 4 KiB. */
const lines = counting({ lines: 700_416 })

/**
 * As unix-server, with short numbered lines instead of blocks, written a page at a time: bytes that are lost, doubled
 * or out of order on either side of the stall show where they are.
 */
export default defineCase({
  title: 'UNIX chardev in server mode: a counting payload, read after a stall',
  page: 'Start QEMU with UNIX chardev in server mode',
  chardev: unix({ server: true }),
  frontend: virtserialport({ name: 'test0', nr: 2 }),
  known: [noFlowControl],

  async script({ host, guest, port }) {
    const peer = await host.open() // ... and read nothing
    const seq = await guest.start`seq -w 1 ${lines.lines} | dd of=${port} bs=4k iflag=fullblock`
    await host.idle('until stalled')
    await peer.drain(lines)
    await seq.exit(0)
  },

  expect: [stalled(), alive(), calm(), resumes(), intact(lines)],
})
