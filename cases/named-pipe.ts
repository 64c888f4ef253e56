import {
  alive,
  defineCase,
  guestFile,
  intact,
  keepsSaying,
  noFlowControl,
  pipe,
  resumes,
  stalled,
  virtserialport,
} from '../src/case.ts'

const readsItself = {
  qemu: '>=1.5.0',
  why: 'QEMU also opens the FIFO for reading, and sends the guest its own output back (chardev/char-pipe.c, qemu_chr_open_pipe)',
} as const

/**
 * The wiki page's named pipe: one FIFO that nobody reads, a loop in the guest that must not stop, and finally `cat` on
 * the host.
 */
export default defineCase({
  title: 'pipe chardev on one FIFO: nobody reads, then the host does',
  page: 'Named pipe backend',
  chardev: pipe({ pair: false }),
  frontend: virtserialport({ name: 'serial0', nr: 1 }),
  known: [
    noFlowControl,
    { ...readsItself, symptom: 'loss' },
    // QEMU also reads the marker line by which `loss` is recognised.
    { ...readsItself, symptom: 'stuck', sometimes: true },
  ],

  async script({ host, guest, port, pause }) {
    await guest.background`while :; do sleep ${pause}; date; done`
    await guest.run`sha256sum /proc/kallsyms; wc -c /proc/kallsyms`
    const cat = await guest.start`cat /proc/kallsyms > ${port}`
    await host.idle('until stalled')
    const peer = await host.open()
    await peer.drain(guestFile('/proc/kallsyms'))
    await cat.exit(0)
  },

  expect: [stalled(), alive(), keepsSaying(), resumes(), intact(guestFile('/proc/kallsyms'))],
})
