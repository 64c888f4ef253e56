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
 * The guest is migrated while its port is full, and no host is connected to the destination. To the guest that is a host
 * that leaves: what QEMU had taken may be discarded. The writer must go on once a host connects and reads.
 */
export default defineCase({
  title:
    'UNIX chardev in server mode: the guest migrates with a full port, then a host connects to the destination',
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
