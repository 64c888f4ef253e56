import { alive, defineCase, noFlowControl, pciSerial, stalled, timed, unix } from '../src/case.ts'

const useAfterFree = {
  symptom: 'crash',
  sometimes: true,
  why: 'serial_unrealize (hw/char/serial.c) leaves the watch for room behind, which then works on the freed device (mended by eb3f7fe382 "serial: clear transmit retry callback on unrealize")',
} as const

/**
 * The device is unplugged while it waits for room in the socket; then the host makes room. The watch that waits for it
 * must go with the device, or QEMU works on with freed memory (serial_watch_cb, serial_xmit). That shows because malloc
 * overwrites there what is freed: 6 of 6 runs crash on 5.2.0 and on 7.2.22, and none of 2 without MALLOC_PERTURB_. Once
 * the memory is given out again it may not: a host that read 2 s later saw no crash. 2.3.1 leaves the watch behind, too,
 * but frees the device later than this host reads: a host that reads 10 beats later sees it crash (4 of 4 runs).
 */
export default defineCase({
  title: 'pci-serial on a UNIX socket: unplugged amid a stall, then the host reads',
  chardev: unix({ server: true }),
  frontend: pciSerial(),
  known: [
    noFlowControl,
    {
      qemu: '>=1.5.0 <2.3.0',
      symptom: 'crash',
      sometimes: true,
      why: 'the watch for room outlives the device (hw/char/serial.c, serial_exit_core); from commit 374f2981d1 on RCU frees the device later, after the host has read',
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
