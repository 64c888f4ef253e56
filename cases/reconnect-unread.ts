import {
  alive,
  arrivesAgain,
  crashesOnLeave,
  defineCase,
  lateLeave,
  noFlowControl,
  text,
  timed,
  unix,
  virtserialport,
} from '../src/case.ts'

/**
 * The wiki page's reconnect bug with a host that never reads: QEMU holds back what the guest wrote before it closed the
 * port. That host leaves. The next host must get what the guest writes from then on.
 */
export default defineCase({
  title: 'UNIX chardev in server mode: the host leaves without reading, and another connects',
  page: 'Known bugs',
  chardev: unix({ server: true }),
  frontend: virtserialport({ name: 'test0', nr: 2 }),
  known: [
    noFlowControl,
    {
      qemu: '>=1.5.0 <2.9.0',
      symptom: 'freeze',
      sometimes: true,
      why: 'QEMU does not notice that the host has left while the port is closed, and its main loop polls the dead socket for room without end',
    },
    { ...lateLeave, symptom: 'stuck', sometimes: true },
    crashesOnLeave,
    {
      qemu: '>=9.0.0',
      symptom: 'stuck',
      why: 'the write itself finds the hang-up (the HUP source has a lower priority since commit 8bd8b04adc), and flush_buf (hw/char/virtio-console.c) throttles the port after virtio_serial_close has unthrottled it',
    },
  ],

  async script({ host, guest, port }) {
    const first = await host.open() // ... and read nothing
    await guest.run`dd if=/dev/zero of=${port} bs=4k count=100`
    await first.close()
    const second = await host.open()
    await guest.run`echo bar > ${port}`
    await second.drain(text('bar\n'))
  },

  expect: [timed({ closes: 'port closed' }), alive(), arrivesAgain(text('bar\n'))],
})
