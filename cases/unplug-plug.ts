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
 * The device is unplugged while the port is full, and plugged again on the same chardev with the same host. What the
 * first device had not handed over is lost by right; a line that is written to the new device arrives.
 */
export default defineCase({
  title: 'UNIX chardev in server mode: the device is unplugged on a full port, and plugged again',
  chardev: unix({ server: true }),
  frontend: virtserialport({ name: 'test0', nr: 2 }),
  known: [noFlowControl],

  async script({ host, guest, qemu, port }) {
    const peer = await host.open() // ... and read nothing
    await guest.start`${numbered('1 MiB').into(port)}`
    await host.idle('until stalled')
    await qemu.unplug(qemu.device)
    await qemu.plug(qemu.device)
    await peer.drain('64 KiB')
    await guest.run`echo bar > ${port}`
    await host.idle('for 20 beats')
  },

  expect: [stalled(), alive(), arrivesAgain(text('bar\n'))],
})
