import { alive, defineCase, pciSerial, stalled, timed, unix } from '../src/case.ts'

export default defineCase({
  title: 'pci-serial on a UNIX socket: unplugged amid a stall, then the host reads',
  chardev: unix({ server: true }),
  frontend: pciSerial(),

  async script({ host, guest, qemu, port }) {
    const peer = await host.open() // ... and read nothing
    await guest.start`dd if=/dev/zero of=${port} bs=64k count=16`
    await host.idle('until stalled')
    await qemu.qmp('device_del', { id: qemu.device })
    await host.idle('for 20 beats')
    await peer.drain('1 KiB')
    await host.idle('for 20 beats')
  },

  expect: [stalled(), timed({ reads: 'writer blocked' }), alive()],
})
