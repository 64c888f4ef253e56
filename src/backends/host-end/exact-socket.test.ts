import { once } from 'node:events'
import { createServer, type Socket } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import t, { type Test } from 'tap'
import { connect } from './connect.ts'
import { ExactSocket, type Parser } from './exact-socket.ts'
import { fill } from './full-socket.fixture.ts'
import { listen } from './listen.fixture.ts'

/** A connected pair: what is under test, and the other side. */
async function pair(t: Test): Promise<[ExactSocket, Socket]> {
  const server = createServer()
  const port = await listen(t, server)
  const exact = new ExactSocket()
  const accepted = once(server, 'connection')
  await connect(exact.socket, { host: '127.0.0.1', port }, AbortSignal.timeout(30_000))
  const [other] = (await accepted) as [Socket]
  exact.socket.on('error', () => undefined)
  t.teardown(() => {
    exact.socket.destroy()
    other.destroy()
  })
  return [exact, other]
}

/** Takes so many bytes, piece by piece. */
function* pieces(lengths: readonly number[], got: string[]): Parser {
  for (const length of lengths) got.push((yield length).toString())
}

void t.test('nothing is read before somebody wants it, and then exactly what is wanted', async t => {
  const [exact, other] = await pair(t)
  other.write('abcdefghij')
  await delay(100)
  t.equal(exact.socket.bytesRead, 0)
  const got: string[] = []
  exact.parse(pieces([2, 0, 3], got))
  exact.socket.resume()
  while (got.length < 3) await delay(5)
  await delay(50)
  t.same(got, ['ab', '', 'cde'])
  t.equal(exact.socket.bytesRead, 5, 'nothing behind it')
  exact.parse(pieces([4], got))
  exact.socket.resume()
  while (got.length < 4) await delay(5)
  t.equal(got[3], 'fghi')
  t.equal(exact.socket.bytesRead, 9)
})

void t.test('a pause amid a flood stops reading at once', async t => {
  const [exact, other] = await pair(t)
  let pauseAt = 3
  function* counting(): Parser {
    for (let piece = 1; ; piece++) {
      yield 1000
      if (piece === pauseAt) exact.socket.pause()
    }
  }
  exact.parse(counting())
  await fill(other)
  exact.socket.resume()
  while (!exact.socket.isPaused()) await delay(5)
  await delay(50)
  t.equal(exact.socket.bytesRead, 3000)
  pauseAt = 5
  exact.socket.resume()
  await delay(50)
  t.equal(exact.socket.bytesRead, 5000)
})

void t.test('the end comes behind the last byte', async t => {
  const [exact, other] = await pair(t)
  const got: string[] = []
  let ended = false
  exact.socket.once('end', () => {
    ended = true
  })
  other.end('abc')
  exact.parse(pieces([2, 2], got))
  exact.socket.resume()
  while (!ended) await delay(5)
  t.same(got, ['ab'], 'half a piece is none')
})
