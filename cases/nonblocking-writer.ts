import {
  accepted,
  alive,
  calm,
  defineCase,
  intact,
  noFlowControl,
  numbered,
  stalled,
  text,
  unix,
  virtserialport,
  wouldBlock,
} from '../src/case.ts'

const blocks = numbered('16 MiB', '4 KiB')
const all = [accepted(blocks.payload), text('word\n')]

/**
 * The port is full, and its writer is killed, because only one process can open a port. The next writer opens it with
 * O_NONBLOCK (GNU dd; busybox's has no oflag=nonblock) and must get EAGAIN instead of sleeping. When the host reads, what
 * was written before must arrive, followed by the word of a third writer.
 */
export default defineCase({
  title: 'UNIX chardev in server mode: a non-blocking writer on a full port',
  chardev: unix({ server: true }),
  frontend: virtserialport({ name: 'test0', nr: 2 }),
  known: [noFlowControl],

  async script({ host, guest, port }) {
    const peer = await host.open() // ... and read nothing
    const dd = await guest.start`${blocks.into(port)}`
    await host.idle('until stalled')
    await dd.kill()
    await guest.start`echo none | /usr/bin/dd of=${port} oflag=nonblock` // EAGAIN
    await host.idle('for 20 beats')
    const fresh = await guest.start`echo word | dd of=${port} bs=5 iflag=fullblock`
    await peer.drain(all)
    await fresh.exit(0)
  },

  expect: [stalled(), wouldBlock(), alive(), calm(), intact(...all)],
})
