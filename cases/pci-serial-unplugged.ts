import { alive, defineCase, pciSerial, stalled, timed, unix } from '../src/case.ts'

/**
 * The device is unplugged while it waits for room in the socket; then the host makes room. The watch that waits for it
 * must have gone with the device. That QEMU goes on with freed memory shows by what malloc overwrites there.
 */
export default defineCase({
  title: 'pci-serial on a UNIX socket: unplugged amid a stall, then the host reads',
  chardev: unix({ server: true }),
  frontend: pciSerial(),

  async script({ host, guest, qemu, port }) {
    const peer = await host.open() // ... and read nothing
    await guest.start`dd if=/dev/zero of=${port} bs=1k count=1024`
    await host.idle('until stalled')
    await qemu.qmp('device_del', { id: qemu.device })
    await guest.run`while [ -e /sys/class/tty/ttyS2/device/resource ]; do sleep 0.1; done`
    await host.idle('for 40 beats')
    await peer.drain('278 B')
    await host.idle('for 20 beats')
  },

  expect: [stalled(), timed({ reads: 'device unplugged' }), alive()],
})
