import {
  alive,
  defineCase,
  noFlowControl,
  numbered,
  resumes,
  stalled,
  unix,
  virtserialport,
} from '../src/case.ts'

const blocks = numbered('256 MiB')

/**
 * Fifty hosts read a part of what the guest writes, one after the other, and leave while the writer is under way or blocked
 * again. The next one gets something each time, and the last one reads on.
 */
export default defineCase({
  title: 'UNIX chardev in server mode: fifty hosts read a part each and leave',
  chardev: unix({ server: true }),
  frontend: virtserialport({ name: 'test0', nr: 2 }),
  known: [noFlowControl],

  async script({ host, guest, port }) {
    const first = await host.open() // ... and read nothing
    await guest.start`${blocks.into(port)}`
    await host.idle('until stalled')
    await first.close()
    for (let count = 1; count <= 50; count++) {
      const peer = await host.open()
      await peer.drain('64 KiB')
      await peer.close()
    }
    const last = await host.open()
    await last.drain('4 MiB')
  },

  expect: [stalled(), alive(), resumes()],
})
