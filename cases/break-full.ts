import {
  alive,
  calm,
  counting,
  defineCase,
  delivered,
  intact,
  isaSerial,
  resumes,
  stalled,
  unix,
  zeros,
} from '../src/case.ts'

/**
 * As isa-serial, with a break while the guest's writer is blocked. A break is input: a terminal in raw mode reads it as NUL
 * (termios(3), IGNBRK). What the UART has still to send must neither be lost nor reordered.
 */
export default defineCase({
  title: 'isa-serial on a UNIX socket: a break while the writer is blocked',
  chardev: unix({ server: true }),
  frontend: isaSerial(),
  since: '2.10.0',

  async script({ host, guest, qemu, port }) {
    await guest.run`stty -F ${port} raw -echo`
    const peer = await host.open() // ... and read nothing
    const reader = await guest.start`head -c 1 ${port} | sha256sum`
    const seq = await guest.start`seq -w 1 8000 > ${port}`
    await host.idle('until stalled')
    await qemu.sendBreak()
    await reader.exit(0)
    await host.idle('until stalled')
    await peer.drain('40000 B')
    await seq.exit(0)
  },

  expect: [stalled(), alive(), calm(), resumes(), intact(counting({ lines: 8000 })), delivered(zeros('1 B'))],
})
