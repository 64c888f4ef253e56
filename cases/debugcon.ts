import { alive, defineCase, intact, isaDebugcon, noFlowControl, stalled, unix, zeros } from '../src/case.ts'

/**
 * isa-debugcon writes every byte with a blocking write, in the vCPU thread with the big lock held. When the host does
 * not read, the guest and QMP stop. This real freeze on every current QEMU is the positive control of the test harness.
 */
export default defineCase({
  title: 'isa-debugcon on a UNIX socket: the host connects and never reads',
  chardev: unix({ server: true }),
  frontend: isaDebugcon({ iobase: 0xe9 }),
  known: [
    noFlowControl,
    {
      qemu: '>=2.8.0',
      symptom: 'freeze',
      why: 'isa-debugcon uses a blocking write (hw/char/debugcon.c: "XXX this blocks entire thread")',
    },
    {
      qemu: '>=1.5.0 <2.8.0',
      symptom: 'loss',
      why: 'isa-debugcon ignores short writes, and its write did not block (until commit 6ab3fc32ea)',
    },
  ],

  async script({ host, guest, port }) {
    const peer = await host.open() // ... and read nothing
    const writer = await guest.start`for n in $(seq 1 600); do outb ${port} 0; echo $n; done`
    await host.idle('until stalled')
    await peer.drain('600 B')
    await writer.exit(0)
  },

  expect: [stalled(), alive(), intact(zeros('600 B'))],
})
