import {
  alive,
  defineCase,
  intact,
  noFlowControl,
  numbered,
  resumes,
  stalled,
  unix,
  virtserialport,
} from '../src/case.ts'

const blocks = numbered('64 MiB')

/**
 * A chardev cannot be removed while a device uses it (QEMU's QMP reference, chardev-remove): QEMU refuses, also on a full
 * port, and nothing changes for the guest.
 */
export default defineCase({
  title: 'UNIX chardev in server mode: QEMU refuses to remove the chardev of a full port',
  chardev: unix({ server: true }),
  frontend: virtserialport({ name: 'test0', nr: 2 }),
  known: [noFlowControl],

  async script({ host, guest, qemu, port }) {
    const peer = await host.open() // ... and read nothing
    const dd = await guest.start`${blocks.into(port)}`
    await host.idle('until stalled')
    await qemu.refuses('chardev-remove', { id: qemu.chardev })
    await peer.drain('64 MiB')
    await dd.exit(0)
  },

  expect: [stalled(), alive(), resumes(), intact(blocks.payload)],
})
