import {
  alive,
  defineCase,
  noFlowControl,
  numbered,
  resumes,
  stalled,
  tcp,
  timed,
  virtserialport,
} from '../src/case.ts'

const blocks = numbered('64 MiB')

/**
 * The host resets the connection while the guest's writer is blocked. Another host connects and reads, and the writer goes
 * on. What was on its way to the first host is lost, as with comes-back.
 */
export default defineCase({
  title: 'TCP chardev in server mode: the host resets the connection during a stall, and another reads',
  chardev: tcp({ server: true }),
  frontend: virtserialport({ name: 'test0', nr: 2 }),
  known: [noFlowControl],

  async script({ host, guest, port }) {
    const peer = await host.open() // ... and read nothing
    await guest.start`${blocks.into(port)}`
    await host.idle('until stalled')
    await peer.reset()
    const next = await host.open()
    await next.drain('4 MiB')
  },

  expect: [stalled(), timed({ closes: 'writer blocked' }), alive(), resumes()],
})
