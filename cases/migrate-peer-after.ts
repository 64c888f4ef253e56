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

/**
 * The guest moves to another QEMU while its port is full, and nobody has connected to the chardev there: to the guest that
 * is a host that leaves, and what QEMU had taken may be discarded. The writer goes on as soon as a host reads.
 */
export default defineCase({
  title: 'UNIX chardev in server mode: the guest migrates with a full port, and then a host opens it',
  chardev: unix({ server: true }),
  frontend: virtserialport({ name: 'test0', nr: 2 }),
  migrates: true,
  known: [
    noFlowControl,
    {
      qemu: '>=5.1.0 <6.0.0',
      symptom: 'crash',
      why: 'QEMU waits for room in a socket that nobody has connected to: docs/findings/migrate-no-host.md',
    },
    {
      qemu: '>=6.0.0',
      symptom: 'stuck',
      why: 'a port that found no host is never written to again: docs/findings/migrate-no-host.md',
    },
  ],

  async script({ host, guest, qemu, port }) {
    const first = await host.open() // ... and read nothing
    await guest.start`${numbered('128 MiB').into(port)}`
    await host.idle('until stalled')
    await qemu.incoming('fd')
    await qemu.migrate()
    await qemu.killSource()
    await first.close()
    const second = await host.open()
    await second.drain('16 MiB')
  },

  expect: [stalled(), alive(), resumes()],
})
