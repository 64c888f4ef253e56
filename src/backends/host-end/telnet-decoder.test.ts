import t from 'tap'
import { TelnetDecoder, telnetEncoded } from './telnet-decoder.ts'
import { streams } from './telnet-streams.fixture.ts'

/** The data of a stream that comes in pieces of so many bytes. */
function decoded(stream: readonly number[], pieceBytes: number): number[] {
  const decoder = new TelnetDecoder()
  const pieces = Array.from({ length: Math.ceil(stream.length / pieceBytes) }, (_, index) =>
    decoder.decode(Buffer.from(stream.slice(index * pieceBytes, (index + 1) * pieceBytes))),
  )
  return [...Buffer.concat(pieces)]
}

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
