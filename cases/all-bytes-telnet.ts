import { allBytes, defineCase, telnet, virtserialport } from '../src/case.ts'

/**
 * The guest sends every byte value to a telnet client. In telnet 0xff (IAC) begins a command, and must be doubled to be
 * data, in binary mode too (RFC 854, RFC 856). QEMU does not double it (docs/findings/telnet-iac.md). The other direction
 * works: telnet-in-pieces.
 */
export default defineCase({
  title: 'TCP chardev as telnet server: every byte value arrives',
  chardev: telnet(),
  frontend: virtserialport({ name: 'test0', nr: 2 }),
  known: [
    {
      qemu: '*',
      symptom: 'loss',
      why: "tcp_chr_write (chardev/char-socket.c; qemu-char.c in 1.4) sends the guest's 0xff as it is, which a telnet client takes for a command, together with the byte after it",
    },
  ],
  ...allBytes(),
})
