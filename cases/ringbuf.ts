import { alive, counting, defineCase, flows, intact, ringbuf, virtserialport } from '../src/case.ts'

/**
 * QEMU keeps the newest 64 KiB in memory and never blocks. Older bytes are gone before the host asks for them.
 */
export default defineCase({
  title: 'ringbuf chardev: the guest writes more than it holds, and the host reads late',
  chardev: ringbuf(),
  frontend: virtserialport({ name: 'test0', nr: 2 }),
  known: [
    {
      qemu: '<2.8.0',
      symptom: 'stuck',
      why: 'a write that accepted everything reported that it accepted nothing, which throttles the port for good (until commit 5c936a83c3)',
    },
    {
      qemu: '>=2.8.0',
      symptom: 'loss',
      why: 'ringbuf has no flow control: new bytes overwrite old ones (chardev/char-ringbuf.c, ringbuf_chr_write)',
    },
  ],

  async script({ host, guest, port }) {
    const peer = await host.open() // ... and read nothing
    const seq = await guest.start`seq -w 1 700000 > ${port}`
    await seq.exit(0)
    await peer.drain('64 KiB')
  },

  expect: [alive(), flows(), intact(counting({ lines: 700_000 }))],
})
