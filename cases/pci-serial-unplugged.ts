import { alive, defineCase, noFlowControl, pciSerial, stalled, timed, unix } from '../src/case.ts'

const useAfterFree = {
  symptom: 'crash',
  sometimes: true,
  why: 'serial_unrealize (hw/char/serial.c) does not remove the watch for room, which then uses the freed device (fixed by eb3f7fe382 "serial: clear transmit retry callback on unrealize")',
} as const

/**
 * The device is unplugged while it waits for room in the socket; then the host makes room. QEMU must remove the
 * device's watch, or serial_watch_cb and serial_xmit use freed memory. MALLOC_PERTURB_ makes this visible: 6 of 6 runs
 * crash on 5.2.0 and on 7.2.22, and 0 of 2 without it. Once the memory is reused the bug may not show: a host that read
 * 2 s later saw no crash. QEMU 2.3.1 has the bug too, but frees the device only after this host has read: with a host
 * that reads 10 beats later it crashed in 4 of 4 runs.
 */
export default defineCase({
  title: 'pci-serial on a UNIX socket: unplugged during a stall, then the host reads',
  chardev: unix({ server: true }),
  frontend: pciSerial(),
  known: [
    noFlowControl,
    {
      qemu: '>=1.5.0 <2.3.0',
      symptom: 'crash',
      sometimes: true,
      why: 'the watch for room outlives the device (hw/char/serial.c, serial_exit_core); from commit 374f2981d1 on, RCU frees the device only after the host has read',
    },
    { ...useAfterFree, qemu: '>=2.10.0 <10.0.13' },
    { ...useAfterFree, qemu: '>=10.1.0 <11.1.1' },
  ],

  async script({ host, guest, qemu, port }) {
    const peer = await host.open() // ... and read nothing
    await guest.start`dd if=/dev/zero of=${port} bs=1k count=1024`
    await host.idle('until stalled')
    await qemu.qmp('device_del', { id: qemu.device })
    await qemu.tells('DEVICE_DELETED')
    await peer.drain('16 B')
    await host.idle('for 20 beats')
  },

  expect: [stalled(), timed({ reads: 'device unplugged' }), alive()],
})
