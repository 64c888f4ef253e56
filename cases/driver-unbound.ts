import {
  alive,
  beginning,
  calm,
  defineCase,
  intact,
  noFlowControl,
  numbered,
  stalled,
  text,
  unix,
  virtserialport,
} from '../src/case.ts'

const blocks = numbered('16 MiB', '4 KiB')
const all = [beginning(blocks.payload, { least: '4 KiB' }), text('word\n')]

/**
 * The driver is unbound while the port is full, which resets the device, and bound again. What the virtqueue held is gone
 * with the driver. What arrives is the beginning of what was written (at least the first write, for which every socket has
 * room), and then the word that is written to the new port.
 */
export default defineCase({
  title: "UNIX chardev in server mode: the guest's driver is unbound and bound again on a full port",
  chardev: unix({ server: true }),
  frontend: virtserialport({ name: 'test0', nr: 2 }),
  known: [
    noFlowControl,
    {
      qemu: '>=1.5.0 <2.8.0',
      symptom: 'loss',
      why: 'a device that is reset kept the buffer that it was writing, until d4c19cdeeb',
    },
  ],

  async script({ host, guest, port }) {
    const peer = await host.open() // ... and read nothing
    const dd = await guest.start`${blocks.into(port)}`
    await host.idle('until stalled')
    await guest.unbind()
    await dd.exit(1) // ENODEV
    await guest.bind()
    const fresh = await guest.start`echo word | dd of=${port} bs=5 iflag=fullblock`
    await peer.drain(all)
    await fresh.exit(0)
  },

  expect: [stalled(), alive(), calm(), intact(...all)],
})
