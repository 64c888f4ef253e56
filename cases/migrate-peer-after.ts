import {
  alive,
  arrivesAgain,
  defineCase,
  noFlowControl,
  numbered,
  stalled,
  text,
  unix,
  virtserialport,
} from '../src/case.ts'

/**
 * The guest moves to another QEMU while its port is full, and nobody has connected to the chardev there: to the guest that
 * is a host that leaves. Once one comes, the port works again.
 */
export default defineCase({
  title: 'UNIX chardev in server mode: the guest migrates with a full port, and then a host opens it',
  chardev: unix({ server: true }),
  frontend: virtserialport({ name: 'test0', nr: 2 }),
  migrates: true,
  known: [noFlowControl],

  async script({ host, guest, qemu, port }) {
    const first = await host.open() // ... and read nothing
    const dd = await guest.start`${numbered('64 MiB').into(port)}`
    await host.idle('until stalled')
    await qemu.incoming('fd')
    await qemu.migrate({ source: 'is killed' })
    await first.close()
    await dd.kill()
    const second = await host.open()
    await guest.run`echo bar > ${port}`
    await second.drain(text('bar\n'))
  },

  expect: [stalled(), alive(), arrivesAgain(text('bar\n'))],
})
