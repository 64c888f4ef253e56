import {
  alive,
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
 * As unix-server-counting, but the host reads in bursts: between two bursts the socket and the virtqueue fill up and
 * the writer blocks again.
 */
export default defineCase({
  title: 'UNIX chardev in server mode: the host reads in bursts after a stall',
  chardev: unix({ server: true }),
  frontend: virtserialport({ name: 'test0', nr: 2 }),
  known: [noFlowControl],

  async script({ host, guest, port }) {
    const peer = await host.open() // ... and read nothing
    const seq = await guest.start`seq -w 1 ${lines.lines} | dd of=${port} bs=4k iflag=fullblock`
    await host.idle('until stalled')
    await peer.drain(lines, { bytes: '1 MiB', every: '300 ms' })
    await seq.exit(0)
  },

  expect: [stalled(), alive(), resumes(), intact(lines)],
})
