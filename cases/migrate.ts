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

const blocks = numbered('64 MiB', '4 KiB')

/**
 * The guest is migrated while its port is full; a host is connected to the destination already. Then the source is
 * killed. What it had sent can still be read from its socket, and what it had taken from the guest but not sent migrates
 * with the guest, so the two hosts together receive every byte once.
 */
export default defineCase({
  title:
    'UNIX chardev in server mode: the guest migrates with a full port, and a host is connected to the destination',
  chardev: unix({ server: true }),
  frontend: virtserialport({ name: 'test0', nr: 2 }),
  migrates: true,
  known: [
    noFlowControl,
    {
      qemu: '>=1.5.0',
      symptom: 'stuck',
      sometimes: true,
      why: 'a full port may be written to before it is loaded: docs/findings/migrate-loading.md',
    },
  ],

  async script({ host, guest, qemu, port }) {
    const first = await host.open() // ... and read nothing
    const dd = await guest.start`${blocks.into(port)}`
    await host.idle('until stalled')
    const there = await qemu.incoming('unix')
    const second = await there.open()
    await qemu.migrate()
    await qemu.killSource()
    await first.drain('to its end')
    await second.drain('4 KiB')
    await dd.exit(0)
    await guest.run`echo bar > ${port}`
    await second.drain([beginning(blocks.payload, { least: '4 KiB' }), text('bar\n')])
  },

  expect: [stalled(), alive(), resumes(), intact(blocks.payload, text('bar\n'))],
})
