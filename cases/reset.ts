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
 * The machine is reset while the port is full. The guest boots again; what its writer had written is gone by right. A line
 * that the new guest writes arrives at the host that connects next.
 */
export default defineCase({
  title: 'UNIX chardev in server mode: the machine is reset on a full port',
  chardev: unix({ server: true }),
  frontend: virtserialport({ name: 'test0', nr: 2 }),
  resets: true,
  known: [noFlowControl],

  async script({ host, guest, qemu, port }) {
    const first = await host.open() // ... and read nothing
    await guest.start`${numbered('64 MiB').into(port)}`
    await host.idle('until stalled')
    await qemu.reset()
    await first.close()
    const second = await host.open()
    await guest.run`echo bar > ${port}`
    await second.drain(text('bar\n'))
    await host.idle('for 20 beats')
  },

  expect: [stalled(), alive(), arrivesAgain(text('bar\n'))],
})
