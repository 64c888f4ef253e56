import { alive, defineCase, intact, resumes, stalled, unix, virtserialport, zeros } from '../src/case.ts'

/**
 * QEMU connects to a socket on which the host listens (the page: socat), and the guest keeps writing.
 */
export default defineCase({
  title: 'UNIX chardev in client mode: QEMU connects to a host that never reads',
  page: 'Start QEMU with UNIX chardev in client mode',
  chardev: unix({ server: false }),
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
