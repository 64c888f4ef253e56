import {
  alive,
  calm,
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
 * The machine is stopped while the port is full, and the host reads meanwhile: what QEMU has already taken from the guest
 * may arrive, but the guest does not run. Once the machine runs on, so does the writer, and no byte is lost or doubled.
 */
export default defineCase({
  title:
    'UNIX chardev in server mode: the machine is stopped on a full port, the host reads, the machine runs on',
  chardev: unix({ server: true }),
  frontend: virtserialport({ name: 'test0', nr: 2 }),
  known: [noFlowControl],

  async script({ host, guest, qemu, port }) {
    const peer = await host.open() // ... and read nothing
    const dd = await guest.start`${blocks.into(port)}`
    await host.idle('until stalled')
    await qemu.stop()
    await peer.drain('32 KiB')
    await peer.pause()
    await qemu.cont()
    await host.idle('until stalled')
    await peer.drain('64 MiB')
    await dd.exit(0)
  },

  expect: [stalled(), alive(), calm(), resumes(), intact(blocks.payload)],
})
