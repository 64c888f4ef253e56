import { alive, defineCase, intact, numbered, resumes, stalled, unix, virtserialport } from 'chardev-fc'

const blocks = numbered('16 MiB', '4 KiB')

/** As unix-server, with small writes. */
export default defineCase({
  title: 'UNIX chardev: many small writes to a host that does not read',
  chardev: unix({ server: true }),
  frontend: virtserialport({ name: 'test0', nr: 2 }),
  known: [{ qemu: '<1.5.0', symptom: 'freeze', why: 'the chardev layer had no flow control' }],

  async script({ host, guest, port }) {
    const peer = await host.open() // ... and read nothing
    const dd = await guest.start`${blocks.into(port)}`
    await host.idle('until stalled')
    await peer.drain('16 MiB')
    await dd.exit(0)
  },

  expect: [stalled(), alive(), resumes(), intact(blocks.payload)],
})
