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

const lines = counting({ lines: 2000 })

/** As unix-server, with a write for each byte: a buffer of the virtqueue, and a send to the socket, hold one byte each. */
export default defineCase({
  title: 'UNIX chardev in server mode: the guest writes byte by byte to a host that does not read',
  chardev: unix({ server: true }),
  frontend: virtserialport({ name: 'test0', nr: 2 }),
  known: [noFlowControl],

  async script({ host, guest, port }) {
    const peer = await host.open() // ... and read nothing
    const dd = await guest.start`seq -w 1 ${lines.lines} | dd of=${port} bs=1`
    await host.idle('until stalled')
    await peer.drain(lines)
    await dd.exit(0)
  },

  expect: [stalled(), alive(), calm(), resumes(), intact(lines)],
})
