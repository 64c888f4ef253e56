import {
  alive,
  blockingClient,
  calm,
  defineCase,
  intact,
  noFlowControl,
  numbered,
  resumes,
  stalled,
  text,
  unix,
  virtserialport,
} from '../src/case.ts'

const blocks = numbered('64 MiB')

/**
 * QEMU connects to a socket on which the host listens (the wiki page uses socat). One line passes; then the host stops
 * reading, and the guest keeps writing.
 */
export default defineCase({
  title: 'UNIX chardev in client mode: QEMU connects to a host that stops reading',
  page: 'Start QEMU with UNIX chardev in client mode',
  chardev: unix({ server: false }),
  frontend: virtserialport({ name: 'test0', nr: 2 }),
  known: [noFlowControl, blockingClient],

  async script({ host, guest, port }) {
    const socat = await host.open()
    await guest.run`echo foo > ${port}`
    await socat.drain(text('foo\n'))
    await socat.pause()
    const dd = await guest.start`${blocks.into(port)}`
    await host.idle('until stalled')
    await socat.drain('67108868 B')
    await dd.exit(0)
  },

  expect: [stalled(), alive(), calm(), resumes(), intact(text('foo\n'), blocks.payload)],
})
