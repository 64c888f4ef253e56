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

const blocks = numbered('16 MiB')
const { lines } = blocks.payload

/**
 * As unix-server, with a writer that does not sleep in write(): GNU dd sets O_NONBLOCK on the descriptor that it shares
 * with multitee (Debian's package; GNU tee 9.1 gives up at EAGAIN), which sleeps in select() until it can write. The
 * driver must wake it as it wakes a blocked write().
 */
export default defineCase({
  title: 'UNIX chardev in server mode: a writer that polls, and a host that does not read',
  chardev: unix({ server: true }),
  frontend: virtserialport({ name: 'test0', nr: 2 }),
  known: [noFlowControl],

  async script({ host, guest, port }) {
    const peer = await host.open() // ... and read nothing
    const writer =
      await guest.start`${blocks.part(1, lines)} 2> /dev/null | (/usr/bin/dd oflag=nonblock count=0 status=none; exec /usr/bin/multitee 0:1) > ${port}`
    await host.idle('until stalled')
    await peer.drain(blocks.payload)
    await writer.exit(0)
  },

  expect: [stalled(), alive(), calm(), resumes(), intact(blocks.payload)],
})
