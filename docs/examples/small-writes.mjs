import { alive, defineCase, intact, resumes, stalled, unix, virtserialport, zeros } from 'chardev-fc'

/** As unix-server, with a writer that writes in small pieces. */
export default defineCase({
  title: 'UNIX chardev: many small writes to a host that does not read',
  chardev: unix({ server: true }),
  frontend: virtserialport({ name: 'test0', nr: 2 }),
  known: [{ qemu: '<1.5.0', symptom: 'freeze', why: 'the chardev layer had no flow control' }],

  async script({ host, guest, port }) {
    const peer = await host.open() // ... and read nothing
    const dd = await guest.start`dd if=/dev/zero of=${port} bs=4k count=4096`
    await host.idle('until stalled')
    await peer.drain('16 MiB')
    await dd.exit(0)
  },

  expect: [stalled(), alive(), resumes(), intact(zeros('16 MiB'))],
})
