import { PassThrough } from 'node:stream'
import { setImmediate as turn } from 'node:timers/promises'
import t from 'tap'
import type { HostEnd } from '../../model/case/backend.ts'
import type { Parser } from './exact-socket.ts'
import { ParsedEnd } from './parsed-end.ts'

/** An end that gives what is written to a stream, while it is read. */
function end(stream: PassThrough): HostEnd {
  return {
    read(onBytes) {
      stream.removeAllListeners('data')
      stream.on('data', onBytes)
      stream.resume()
    },
    pause: () => void stream.pause(),
    write: () => Promise.resolve(),
    endWriting: () => undefined,
    close: () => void stream.destroy(),
    onEnd: () => undefined,
  }
}

void t.test('a parser gets the pieces that it asks for, and the next one what is left', async t => {
  const stream = new PassThrough()
  const parsed = new ParsedEnd(end(stream))
  const got: string[] = []
  function* two(): Parser {
    got.push(String(yield 2), String(yield 3))
  }
  function* on(): Parser {
    for (;;) got.push(String(yield 4))
  }
  parsed.parse(two())
  parsed.resume()
  stream.write('a')
  await turn()
  t.same(got, [])
  stream.write('abbbccccdd')
  await turn()
  t.same(got, ['aa', 'bbb'])
  parsed.parse(on())
  await turn()
  t.same(got, ['aa', 'bbb'], 'nothing while it is paused')
  parsed.resume()
  t.same(got, ['aa', 'bbb', 'cccc'], 'what was kept, at once')
  parsed.pause()
  stream.write('ddeeee')
  await turn()
  t.equal(got.length, 3)
  parsed.resume()
  await turn()
  t.same(got.slice(3), ['dddd', 'eeee'])
})
