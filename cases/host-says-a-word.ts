import { alive, defineCase, delivered, intact, isaSerial, tcp, text } from '../src/case.ts'

/**
 * As `echo hello | nc -N HOST PORT` does it: the host connects, says a word and is away before QEMU has seen that it came.
 * The guest, which reads, must get the word, and the next host what the guest writes. (A UART, because a reader of a virtio
 * port has an end of file while no host is connected.)
 */
export default defineCase({
  title: 'TCP chardev in server mode: the host says a word and is away',
  chardev: tcp({ server: true }),
  frontend: isaSerial(),

  async script({ host, guest, port }) {
    await guest.run`stty -F ${port} raw -echo`
    const reader = await guest.start`head -c 6 ${port} | sha256sum`
    await host.idle('for 20 beats') // the reader waits by then
    await host.leaves('after a word')
    await reader.exit(0)
    const peer = await host.open()
    await guest.run`echo bar > ${port}`
    await peer.drain(text('bar\n'))
  },

  expect: [alive(), delivered(text('hello\n')), intact(text('bar\n'))],
})
