import { defineCase, sentInPieces, telnet, virtserialport } from '../src/case.ts'

/**
 * A slow telnet client sends every byte value. It doubles 0xff (RFC 854), and the two bytes may arrive in different reads:
 * QEMU has to keep its state between reads (chardev/char-socket.c, tcp_chr_process_IAC_bytes).
 */
export default defineCase({
  title: 'TCP chardev as telnet server: the host sends every byte value, in pieces of 5 bytes',
  chardev: telnet(),
  frontend: virtserialport({ name: 'test0', nr: 2 }),
  ...sentInPieces(),
})
