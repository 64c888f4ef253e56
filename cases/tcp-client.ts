import { alive, defineCase, intact, resumes, stalled, tcp, virtserialport, zeros } from '../src/case.ts'

/**
 * The page: "other backends exhibit similar behaviour, and should be tested as well". As unix-client, over TCP.
 */
export default defineCase({
  title: 'TCP chardev in client mode: QEMU connects to a host that never reads',
  chardev: tcp({ server: false }),
  frontend: virtserialport({ name: 'test0', nr: 2 }),
  known: [{ qemu: '<1.5.0', symptom: 'freeze', why: 'the chardev layer had no flow control' }],

  async script({ host, guest, port }) {
    const peer = await host.open() // ... and read nothing
    const dd = await guest.start`dd if=/dev/zero of=${port} bs=64k count=1024`
    await host.idle('until stalled')
    await peer.drain('64 MiB')
    await dd.exit(0)
  },

  expect: [stalled(), alive(), resumes(), intact(zeros('64 MiB'))],
})
