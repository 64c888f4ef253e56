import { defineCase, sentInPieces, telnet, virtserialport } from '../src/case.ts'

/**
 * A slow telnet client sends every byte value. 0xff goes out doubled, as RFC 854 has it, and the two may arrive apart: QEMU
 * keeps in mind where it was (chardev/char-socket.c, tcp_chr_process_IAC_bytes).
 */
export default defineCase({
  title: 'TCP chardev as telnet server: the host sends every byte value, in pieces of 5 bytes',
  chardev: telnet(),
  frontend: virtserialport({ name: 'test0', nr: 2 }),
  ...sentInPieces(),
})
