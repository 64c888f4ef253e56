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
 * The device is unplugged while the port is full, and plugged again on the same chardev. What the first device had not
 * handed over is lost by right; a line that is written to the new one arrives at the host that connects next.
 */
export default defineCase({
  title: 'UNIX chardev in server mode: the device is unplugged on a full port, and plugged again',
  chardev: unix({ server: true }),
  frontend: virtserialport({ name: 'test0', nr: 2 }),
  known: [
    noFlowControl,
    { qemu: '>=1.5.0 <2.0.0', symptom: 'crash', why: 'the watch on the socket outlived the device' },
  ],

  async script({ host, guest, qemu, port }) {
    const first = await host.open() // ... and read nothing
    await guest.start`${numbered('64 MiB').into(port)}`
    await host.idle('until stalled')
    await qemu.unplug(qemu.device)
    await first.close()
    await qemu.plug(qemu.device)
    const second = await host.open()
    await guest.run`echo bar > ${port}`
    await second.drain(text('bar\n'))
    await host.idle('for 20 beats')
  },

  expect: [stalled(), alive(), arrivesAgain(text('bar\n'))],
})
