import {
  alive,
  calm,
  counting,
  defineCase,
  intact,
  isaSerial,
  noFlowControl,
  resumes,
  stalled,
  unix,
} from '../src/case.ts'

/**
 * A UART instead of the virtio port. Each byte is one write, so a UNIX socket is full after a few hundred bytes. The
 * UART is then not ready for more, and the guest's writer sleeps.
 */
export default defineCase({
  title: 'isa-serial on a UNIX socket: the host connects and never reads',
  chardev: unix({ server: true }),
  frontend: isaSerial(),
  known: [
    noFlowControl,
    {
      qemu: '>=1.5.0 <2.1.0',
      symptom: 'loss',
      why: 'every byte the guest wrote counted as a retry of the byte that waited for room, which was dropped after four retries (until commit f702e62a19)',
    },
  ],

  async script({ host, guest, port }) {
    await guest.run`stty -F ${port} raw -echo`
    const peer = await host.open() // ... and read nothing
    const seq = await guest.start`seq -w 1 8000 > ${port}`
    await host.idle('until stalled')
    await peer.drain('40000 B')
    await seq.exit(0)
  },

  expect: [stalled(), alive(), calm(), resumes(), intact(counting({ lines: 8000 }))],
})
