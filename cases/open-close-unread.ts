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

const lines = counting({ lines: 3000 })

/**
 * Each line opens the port, writes and closes it, and the host does not read. What a closed port holds must wait for the
 * host as what an open one holds does.
 */
export default defineCase({
  title: 'UNIX chardev in server mode: open, write and close in a loop, and the host never reads',
  chardev: unix({ server: true }),
  frontend: virtserialport({ name: 'test0', nr: 2 }),
  known: [noFlowControl],

  async script({ host, guest, port }) {
    const peer = await host.open() // ... and read nothing
    const loop = await guest.start`(for line in $(seq -w 1 ${lines.lines}); do echo $line > ${port}; done)`
    await host.idle('until stalled')
    await peer.drain(lines)
    await loop.exit(0)
  },

  expect: [stalled(), alive(), calm(), resumes(), intact(lines)],
})
