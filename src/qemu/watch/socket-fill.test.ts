import { once } from 'node:events'
import { createServer, Socket } from 'node:net'
import { join } from 'node:path'
import t from 'tap'
import { shortFolder } from '../short-folder.fixture.ts'
import { socketEnds, socketFill } from './socket-fill.ts'

t.test('the output of ss for UNIX sockets', async t => {
  const text = [
    'u_str LISTEN 0      1      /tmp/bt1/s 34105 * 0     skmem:(r0,rb212992,t0,tb212992,f0,w0,o0,bl0,d0)     ',
    'u_str ESTAB  180224 0               * 35119 * 35120 skmem:(r0,rb212992,t0,tb212992,f0,w0,o0,bl0,d0)     ',
    'u_str ESTAB  0      214016 /tmp/bt1/s 35120 * 35119 skmem:(r0,rb212992,t214016,tb212992,f0,w0,o0,bl0,d0)',
  ].join('\n')
  t.same(
    socketEnds(text).map(({ state, recvQueue, sendQueue, local, peer }) => [
      state,
      recvQueue,
      sendQueue,
      local,
      peer,
    ]),
    [
      ['LISTEN', 0, 1, '/tmp/bt1/s 34105', '* 0'],
      ['ESTAB', 180224, 0, '* 35119', '* 35120'],
      ['ESTAB', 0, 214016, '/tmp/bt1/s 35120', '* 35119'],
    ],
  )
  t.equal(socketEnds(text)[2]?.memory, '(r0,rb212992,t214016,tb212992,f0,w0,o0,bl0,d0)')
})

t.test('and of TCP ones, whose memory is on a line of its own', async t => {
  const text =
    'tcp LISTEN    0      1      127.0.0.1:57893      0.0.0.0:*    \n\t skmem:(r0,rb131072,t0,tb16384,f0,w0,o0,bl0,d0)  \n'
  t.same(socketEnds(text), [
    {
      state: 'LISTEN',
      recvQueue: 0,
      sendQueue: 1,
      local: '127.0.0.1:57893',
      peer: '0.0.0.0:*',
      memory: '(r0,rb131072,t0,tb16384,f0,w0,o0,bl0,d0)',
    },
  ])
  t.same(socketEnds(''), [])
})

t.test('a real socket that nobody reads is full at both ends', async t => {
  const path = join(shortFolder(t), 's')
  const server = createServer(socket => {
    socket.on('error', () => undefined)
    socket.write(Buffer.alloc(1024 ** 2))
  }).listen(path)
  await once(server, 'listening')
  const client = new Socket()
  client.pause()
  client.connect(path)
  t.teardown(() => {
    client.destroy()
    server.close()
  })
  await once(client, 'connect')
  const full = await until(async () => {
    const fill = await socketFill(path, AbortSignal.timeout(30_000))
    const text = JSON.stringify(fill)
    return /"sendQueue":\d{5}/.test(text) && /"recvQueue":\d{5}/.test(text) ? fill : null
  })
  t.match(full, { address: path, ends: Array })
})

t.test('without ss it is unknown', async t => {
  const path = process.env['PATH']
  t.teardown(() => {
    process.env['PATH'] = path
  })
  process.env['PATH'] = t.testdir()
  t.match(await socketFill('/nowhere', new AbortController().signal), { unknown: /ss .* is not installed/ })
})

t.test('rejects when the signal aborts', async t => {
  await t.rejects(socketFill('/nowhere', AbortSignal.abort(new Error('enough'))), { message: 'enough' })
})

async function until<Result>(look: () => Promise<Result | null>): Promise<Result> {
  for (;;) {
    const seen = await look()
    if (seen !== null) return seen
  }
}
