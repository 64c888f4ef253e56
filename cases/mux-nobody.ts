import {
  alive,
  defineCase,
  intact,
  mux,
  numbered,
  resumes,
  stalled,
  timed,
  unix,
  virtserialport,
} from '../src/case.ts'

const blocks = numbered('64 MiB')

/**
 * The guest writes before anybody has connected to the socket behind a mux. Then the host connects and reads.
 */
export default defineCase({
  title: 'UNIX chardev in server mode with mux=on: the guest writes before the host connects',
  chardev: mux(unix({ server: true })),
  frontend: virtserialport({ name: 'test0', nr: 2 }),
  known: [
    {
      qemu: '<5.1.0',
      symptom: 'loss',
      why: 'a mux reports itself open even when nobody is connected, and a socket without a connection drops writes',
    },
    {
      qemu: '>=5.1.0 <6.0.0',
      symptom: 'crash',
      why: 'a socket without a connection refuses writes (since commit 271094474b), and tcp_chr_add_watch then watches a connection that does not exist (until commit 6585b16278)',
    },
    {
      qemu: '>=6.0.0',
      symptom: 'stuck',
      why: 'a mux reports itself open even when nobody is connected (chardev/char-mux.c, open_muxes): the first write throttles the port, a socket without a connection has no watch, and a new connection does not unthrottle the port',
    },
  ],

  async script({ host, guest, port }) {
    const dd = await guest.start`${blocks.into(port)}`
    await host.idle('until stalled')
    const peer = await host.open()
    await peer.drain('64 MiB')
    await dd.exit(0)
  },

  expect: [stalled(), timed({ opens: 'writer blocked' }), alive(), resumes(), intact(blocks.payload)],
})
