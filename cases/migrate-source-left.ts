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

const blocks = numbered('64 MiB', '4 KiB')

/**
 * The guest moves to another QEMU while its port is full, and the first one stays, in the state postmigrate. The guest is
 * no longer there, so it hands over nothing more, and both hosts together have every byte once.
 */
export default defineCase({
  title:
    'UNIX chardev in server mode: the guest migrates with a full port, and the QEMU that it leaves lives on',
  chardev: unix({ server: true }),
  frontend: virtserialport({ name: 'test0', nr: 2 }),
  migrates: true,
  known: [noFlowControl],

  async script({ host, guest, qemu, port }) {
    const first = await host.open() // ... and read nothing
    const dd = await guest.start`${blocks.into(port)}`
    await host.idle('until stalled')
    const there = await qemu.incoming('exec')
    const second = await there.open()
    await qemu.migrate()
    await first.drain('160 KiB') // ... and more
    await second.drain('4 KiB')
    await dd.exit(0)
    await qemu.killSource()
    await first.drain('to its end')
    await host.idle('for 20 beats')
  },

  expect: [stalled(), alive(), resumes(), intact(blocks.payload)],
})
