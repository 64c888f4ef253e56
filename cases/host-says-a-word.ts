import { alive, defineCase, delivered, intact, isaSerial, tcp, text } from '../src/case.ts'

/**
 * As with `echo hello | nc -N HOST PORT`, the host connects, sends a word and closes before QEMU may have seen it connect.
 * The guest, which reads, must receive the word, and the next host what the guest writes. (The frontend is a UART: without
 * a host, reading from a virtio port returns end of file.)
 */
export default defineCase({
  title: 'TCP chardev in server mode: the host sends a word and closes at once',
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
