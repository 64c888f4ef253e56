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

/**
 * As named-pipe, on a pair of FIFOs, one for each direction: QEMU does not read its own output. The writes are small,
 * because a virtqueue of 1024 buffers (QEMU 10.0.13) would hold all of kallsyms in page-sized writes.
 */
export default defineCase({
  title: 'pipe chardev on a pair of FIFOs: nobody reads, then the host does',
  page: 'Named pipe backend',
  chardev: pipe({ pair: true }),
  frontend: virtserialport({ name: 'serial0', nr: 1 }),
  known: [noFlowControl],

  async script({ host, guest, port, pause }) {
    await guest.background`while :; do sleep ${pause}; date; done`
    await guest.run`sha256sum /proc/kallsyms; wc -c /proc/kallsyms`
    const dd = await guest.start`dd if=/proc/kallsyms of=${port} bs=512`
    await host.idle('until stalled')
    const peer = await host.open()
    await peer.drain(guestFile('/proc/kallsyms'))
    await dd.exit(0)
  },

  expect: [stalled(), alive(), keepsSaying(), resumes(), intact(guestFile('/proc/kallsyms'))],
})
