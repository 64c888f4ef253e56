import t from 'tap'
import { TelnetDecoder, telnetEncoded } from './telnet-decoder.ts'

/** What QEMU says first (chardev/char-socket.c, tcp_chr_telnet_init; seen on 5.2 to 11.1). */
const greeting = [255, 251, 1, 255, 251, 3, 255, 251, 0, 255, 253, 0]

/** The data of a stream that comes in pieces of so many bytes. */
function decoded(stream: readonly number[], pieceBytes: number): number[] {
  const decoder = new TelnetDecoder()
  const pieces = Array.from({ length: Math.ceil(stream.length / pieceBytes) }, (_, index) =>
    decoder.decode(Buffer.from(stream.slice(index * pieceBytes, (index + 1) * pieceBytes))),
  )
  return [...Buffer.concat(pieces)]
}

const streams: readonly [string, number[], number[]][] = [
  ["QEMU's greeting, then data", [...greeting, 102, 111, 0, 10], [102, 111, 0, 10]],
  ['a doubled 255', [1, 255, 255, 2], [1, 255, 2]],
  ['two of them in a row', [255, 255, 255, 255], [255, 255]],
  ['a command without an option (NOP)', [1, 255, 241, 2], [1, 2]],
  ['an option that looks like a command', [255, 253, 255, 7], [7]],
  ['a subnegotiation with a doubled 255 in it', [1, 255, 250, 24, 255, 255, 9, 255, 240, 2], [1, 2]],
]

for (const [what, stream, data] of streams) {
  t.test(what, async t => {
    for (const pieceBytes of [1, 2, 3, 100]) t.same(decoded(stream, pieceBytes), data, `in ${pieceBytes}s`)
  })
}

t.test('what is sent reads back as it was', async t => {
  const data = [0, 254, 255, 255, 1]
  const sent = [...telnetEncoded(Buffer.from(data))]
  t.same(sent, [0, 254, 255, 255, 255, 255, 1])
  t.same(decoded(sent, 2), data)
})
