/** What QEMU says first (chardev/char-socket.c, tcp_chr_telnet_init; seen on 5.2 to 11.1). */
export const greeting = [255, 251, 1, 255, 251, 3, 255, 251, 0, 255, 253, 0]

/** Streams, and the data in them. */
export const streams: readonly [string, number[], number[]][] = [
  ["QEMU's greeting, then data", [...greeting, 102, 111, 0, 10], [102, 111, 0, 10]],
  ['a doubled 255', [1, 255, 255, 2], [1, 255, 2]],
  ['two of them in a row', [255, 255, 255, 255], [255, 255]],
  ['a command without an option (NOP)', [1, 255, 241, 2], [1, 2]],
  ['an option that looks like a command', [255, 253, 255, 7], [7]],
  ['a subnegotiation with a doubled 255 in it', [1, 255, 250, 24, 255, 255, 9, 255, 240, 2], [1, 2]],
]
