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
} from '../src/case.ts'

const blocks = numbered('16 MiB', '4 KiB')
const all = [accepted(blocks.payload), text('word\n')]

/**
 * The port is full, and its writer is killed. What write() had accepted belongs to the port, not to the writer: it must
 * arrive when the host reads, in order, and after it the word that another writer writes.
 */
export default defineCase({
  title: 'UNIX chardev in server mode: the blocked writer is killed, and another one writes a word',
  chardev: unix({ server: true }),
  frontend: virtserialport({ name: 'test0', nr: 2 }),
  known: [noFlowControl],

  async script({ host, guest, port }) {
    const peer = await host.open() // ... and read nothing
    const dd = await guest.start`${blocks.into(port)}`
    await host.idle('until stalled')
    await dd.kill()
    const fresh = await guest.start`echo word | dd of=${port} bs=5 iflag=fullblock`
    await host.idle('until stalled')
    await peer.drain(all)
    await fresh.exit(0)
  },

  expect: [stalled(), alive(), calm(), intact(...all)],
})
