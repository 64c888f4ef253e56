import {
  alive,
  beginning,
  defineCase,
  intact,
  noFlowControl,
  numbered,
  resumes,
  stalled,
  tcp,
  text,
  virtserialport,
} from '../src/case.ts'

const blocks = numbered('64 MiB', '4 KiB')

/**
 * The guest is saved to a file while its port is full, and QEMU is killed. Another QEMU connects to its host, and restores
 * the guest. What the first had sent can still be read from its socket, and what it had taken from the guest but not sent
 * is saved with the guest, so the two hosts together receive every byte once.
 */
export default defineCase({
  title: 'TCP chardev in client mode: the guest is saved with a full port, and restored',
  chardev: tcp({ server: false }),
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
    await qemu.save()
    await qemu.restore()
    await first.drain('to its end')
    const second = await host.open()
    await second.drain('4 KiB')
    await dd.exit(0)
    await guest.run`echo bar > ${port}`
    await second.drain([beginning(blocks.payload, { least: '4 KiB' }), text('bar\n')])
  },

  expect: [stalled(), alive(), resumes(), intact(blocks.payload, text('bar\n'))],
})
