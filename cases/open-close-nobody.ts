import { alive, calm, defineCase, intact, text, unix, virtserialport } from '../src/case.ts'

/**
 * The guest opens and closes the port a thousand times while nobody is connected. A host that then connects gets what is
 * written.
 */
export default defineCase({
  title:
    'UNIX chardev in server mode: the guest opens and closes the port in a loop, and nobody is connected',
  chardev: unix({ server: true }),
  frontend: virtserialport({ name: 'test0', nr: 2 }),

  async script({ host, guest, port }) {
    await guest.run`for seq in $(seq 1000); do : > ${port}; done`
    await host.idle('for 20 beats')
    const peer = await host.open()
    const word = await guest.start`echo word | dd of=${port} bs=5 iflag=fullblock`
    await peer.drain(text('word\n'))
    await word.exit(0)
  },

  expect: [alive(), calm(), intact(text('word\n'))],
})
