import {
  alive,
  arrivesAgain,
  defineCase,
  intact,
  noFlowControl,
  numbered,
  onPort,
  stalled,
  text,
  unix,
  virtserialport,
} from '../src/case.ts'

const blocks = numbered('16 MiB', '4 KiB')

/**
 * One of two full ports is unplugged and plugged again. The other must not be affected: what was written to it arrives
 * when its host reads. What the unplugged port had not sent may be lost; a line that is written to it later must arrive.
 */
export default defineCase({
  title: 'two virtio-serial ports, both full: one is unplugged and plugged again',
  chardev: unix({ server: true }),
  frontend: virtserialport({ name: 'test0', nr: 2 }),
  ports: {
    other: { chardev: unix({ server: true }), frontend: virtserialport({ name: 'other', nr: 3 }) },
  },
  known: [
    noFlowControl,
    { qemu: '>=1.5.0 <2.0.0', symptom: 'crash', why: 'the watch on the socket outlived the device' },
  ],

  async script({ host, guest, qemu, port, beside }) {
    const full = await host.open() // ... and read nothing
    const blocked = await guest.start`${blocks.into(port)}`
    await host.idle('until stalled')
    const other = beside('other')
    const first = await other.host.open() // ... and read nothing
    await guest.start`${blocks.into(other.port)}`
    await other.host.idle('until stalled')
    await qemu.unplug(other.device)
    await first.close()
    await qemu.plug(other.device)
    const second = await other.host.open()
    await guest.run`echo bar > ${other.port}`
    await second.drain(text('bar\n'))
    await full.drain(blocks.payload)
    await blocked.exit(0)
  },

  expect: [
    stalled(),
    alive(),
    intact(blocks.payload),
    onPort('other', stalled()),
    onPort('other', arrivesAgain(text('bar\n'))),
  ],
})
