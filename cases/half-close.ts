import {
  alive,
  closeDiscards,
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
 * The host says that it will write no more (shutdown(SHUT_WR)) while the guest's writer is blocked, and reads on.
 */
export default defineCase({
  title: 'UNIX chardev in server mode: the host half-closes amid a stall, and reads on',
  chardev: unix({ server: true }),
  frontend: virtserialport({ name: 'test0', nr: 2 }),
  known: [noFlowControl, closeDiscards],

  async script({ host, guest, port }) {
    const peer = await host.open() // ... and read nothing
    const seq = await guest.start`seq -w 1 2000000 > ${port}`
    await host.idle('until stalled')
    await peer.endWriting()
    await peer.drain('16000000 B')
    await seq.exit(0)
  },

  expect: [stalled(), alive(), resumes(), intact(counting({ lines: 2_000_000 }))],
})
