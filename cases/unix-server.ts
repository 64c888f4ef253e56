import {
  alive,
  calm,
  defineCase,
  intact,
  noFlowControl,
  numbered,
  resumes,
  stalled,
  unix,
  virtserialport,
} from '../src/case.ts'

const blocks = numbered('64 MiB')

/**
 * The host connects to the socket and never reads, and the guest keeps writing. Without flow control QEMU blocks in
 * write() and stops the whole guest. (The wiki page writes zeros with dd; numbered blocks also show a lost block that
 * another one, sent twice, would hide.)
 */
export default defineCase({
  title: 'UNIX chardev in server mode: the host connects and never reads',
  page: 'Start QEMU with UNIX chardev in server mode',
  chardev: unix({ server: true }),
  frontend: virtserialport({ name: 'test0', nr: 2 }),
  known: [noFlowControl],

  async script({ host, guest, port }) {
    const peer = await host.open() // ... and read nothing
    const dd = await guest.start`${blocks.into(port)}`
    await host.idle('until stalled')
    await peer.drain('64 MiB')
    await dd.exit(0)
  },

  expect: [stalled(), alive(), calm(), resumes(), intact(blocks.payload)],
})
