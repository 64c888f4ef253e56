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
 * The guest is migrated while its port is full, and the source is left running, in the state postmigrate. The guest is no
 * longer there, so the source must send nothing more, and the two hosts together receive every byte once.
 */
export default defineCase({
  title: 'UNIX chardev in server mode: the guest migrates with a full port, and the source is left running',
  chardev: unix({ server: true }),
  frontend: virtserialport({ name: 'test0', nr: 2 }),
  migrates: true,
  known: [
    noFlowControl,
    {
      qemu: '>=1.5.0',
      symptom: 'doubled',
      why: 'the QEMU that the guest has left goes on writing: docs/findings/migrate-source-doubles.md',
    },
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
