import { alive, counting, defineCase, file, flows, intact, virtserialport } from '../src/case.ts'

/**
 * A file always accepts data, so the writer needs no reader. The host reads the file later and finds every byte.
 */
export default defineCase({
  title: 'file chardev: the guest writes while nobody reads the file',
  chardev: file(),
  frontend: virtserialport({ name: 'test0', nr: 2 }),

  async script({ host, guest, port }) {
    const seq = await guest.start`seq -w 1 700000 > ${port}`
    await seq.exit(0)
    const tail = await host.open()
    await tail.drain('4900000 B')
  },

  expect: [alive(), flows(), intact(counting({ lines: 700_000 }))],
})
