import {
  alive,
  beginning,
  defineCase,
  intact,
  noFlowControl,
  numbered,
  resumes,
  stalled,
  text,
  unix,
  virtserialport,
} from '../src/case.ts'

const blocks = numbered('64 MiB')

/**
 * The guest moves to another QEMU while its port is full, and the first QEMU is killed before the guest runs again. What
 * that one had handed to its host is there to read, and what it had taken from the guest and not handed over goes with
 * the guest: the hosts of both together have every byte once.
 */
export default defineCase({
  title: 'UNIX chardev in server mode: the guest migrates with a full port, and a host opens it there',
  chardev: unix({ server: true }),
  frontend: virtserialport({ name: 'test0', nr: 2 }),
  migrates: true,
  known: [noFlowControl],

  async script({ host, guest, qemu, port }) {
    const first = await host.open() // ... and read nothing
    const dd = await guest.start`${blocks.into(port)}`
    await host.idle('until stalled')
    await qemu.incoming()
    await qemu.migrate({ source: 'is killed' })
    await first.drain('1 KiB') // ... and the rest
    const second = await host.open()
    await second.drain('1 KiB')
    await dd.exit(0)
    await guest.run`echo end > ${port}`
    await second.drain([beginning(blocks.payload), text('end\n')])
  },

  expect: [stalled(), alive(), resumes(), intact(blocks.payload, text('end\n'))],
})
