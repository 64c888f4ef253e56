import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { Socket } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import t, { type Test } from 'tap'
import type { HostEnd } from '../model/case/backend.ts'
import { listen } from './host-end/listen.fixture.ts'
import { opening } from './host-end/opening.fixture.ts'
import { receiveQueue } from './host-end/receive-queue.fixture.ts'
import { websocket } from './websocket.ts'

const magic = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11'

/** A frame as a server sends it; `first`: FIN and the opcode. */
function frame(data: Buffer, first = 0x82): Buffer {
  const { length } = data
  const size = Buffer.alloc(length < 126 ? 0 : length < 65536 ? 2 : 8)
  if (size.length === 2) size.writeUInt16BE(length)
  if (size.length === 8) size.writeBigUInt64BE(BigInt(length))
  const short = size.length === 0 ? length : size.length === 2 ? 126 : 127
  return Buffer.concat([Buffer.from([first, short]), size, data])
}

/** An open end and QEMU's side of it, which has sent these bytes right behind its answer. */
async function opened(t: Test, behind: Buffer): Promise<[HostEnd, Socket]> {
  const server = createServer()
  const port = await listen(t, server)
  const upgraded = new Promise<Socket>(resolve => {
    server.on('upgrade', ({ headers }, socket: Socket) => {
      const key = createHash('sha1').update(`${headers['sec-websocket-key']}${magic}`).digest('base64')
      const head = `HTTP/1.1 101 Switching Protocols\r\nSec-WebSocket-Accept: ${key}\r\n\r\n`
      socket.write(Buffer.concat([Buffer.from(head), behind]))
      resolve(socket)
    })
  })
  const side = await websocket().prepare({ path: name => name, port })
  const end = await side.open(opening())
  const qemu = await upgraded
  t.teardown(async () => {
    end.close()
    qemu.destroy()
    await side.close()
  })
  return [end, qemu]
}

void t.test('what comes right behind the answer is neither read before it is wanted, nor lost', async t => {
  const first = frame(Buffer.from('foo\n'))
  const [end, qemu] = await opened(t, first)
  const held = (bytes: number) => receiveQueue(qemu.remotePort ?? 0, bytes)
  t.equal(await held(first.length), first.length, 'all of it is in the kernel')
  const got: Buffer[] = []
  end.read(data => got.push(data))
  while (got.length === 0) await delay(5)
  t.equal(Buffer.concat(got).toString(), 'foo\n')
  end.pause()
  const later = frame(Buffer.alloc(1000))
  qemu.write(later)
  t.equal(await held(later.length), later.length, 'paused: nothing is taken')
})

void t.test('frames of every size, in pieces, with a ping between', async t => {
  const [end, qemu] = await opened(t, Buffer.alloc(0))
  const sizes = [0, 1, 125, 126, 8192, 65535, 65536, 100_000]
  const sent = sizes.map(size => Buffer.alloc(size, size % 251))
  const wire = Buffer.concat(sent.flatMap(data => [frame(Buffer.from('ping'), 0x89), frame(data)]))
  const got: Buffer[] = []
  end.read(data => got.push(data))
  for (let at = 0; at < wire.length; at += 777) qemu.write(wire.subarray(at, at + 777))
  const wanted = Buffer.concat(sent)
  while (Buffer.concat(got).length < wanted.length) await delay(10)
  t.ok(Buffer.concat(got).equals(wanted))
})

void t.test('what is sent is one masked binary frame', async t => {
  const [end, qemu] = await opened(t, Buffer.alloc(0))
  await end.write(Buffer.from('bar\n'))
  const [sent] = (await once(qemu, 'data')) as [Buffer]
  t.same([...sent], [0x82, 0xfe, 0, 4, 0, 0, 0, 0, ...Buffer.from('bar\n')])
})

void t.test('an answer that is no websocket is said, and an opening gives up when told to', async t => {
  const port = await listen(
    t,
    createServer((_, response) => response.writeHead(400).end()),
  )
  const side = await websocket().prepare({ path: name => name, port })
  await t.rejects(side.open(opening()), { name: 'InfraError', message: /HTTP\/1.1 400/ })
  const aborted = { ...opening(), signal: AbortSignal.abort(new Error('cut')) }
  await t.rejects(side.open(aborted), { message: 'cut' })
})
