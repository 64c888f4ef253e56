import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { connect, createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { createServer as createTlsServer, type SecureVersion, type TLSSocket } from 'node:tls'
import t from 'tap'
import { listen } from './host-end/listen.fixture.ts'
import { opening } from './host-end/opening.fixture.ts'
import { receiveQueue } from './host-end/receive-queue.fixture.ts'
import { tlsEnd } from './host-end/tls-end.ts'
import { tls } from './tls.ts'

const host = '127.0.0.1'

/** Making RSA keys takes most of this file's CPU time, so the tests share two sets of them. */
const [first, second] = [await certificates(), await certificates()]

/** What `prepare` makes for QEMU, as Node's own TLS server takes it. */
async function certificates() {
  const folder = mkdtempSync(join(tmpdir(), 'cfc-tls-'))
  t.teardown(() => rmSync(folder, { recursive: true }))
  await tls().prepare({ path: name => join(folder, name), port: 0 })
  const read = (name: string) => readFileSync(join(folder, 'tls', name), 'utf8')
  return { ca: read('ca-cert.pem'), cert: read('server-cert.pem'), key: read('server-key.pem') }
}

for (const version of ['TLSv1.2', 'TLSv1.3'] satisfies SecureVersion[]) {
  void t.test(
    `${version}: after the handshake nothing is taken from the kernel until somebody reads`,
    async t => {
      const { ca, ...identity } = first
      // Less than a receive buffer that has not grown yet holds (64 KiB), or the rest would stay with the sender.
      const payload = Buffer.from(Array.from({ length: 10_000 }, (_, index) => `${index}\n`).join(''))
      // It speaks as soon as it may: what it says comes right behind the handshake.
      const server = createTlsServer({ ...identity, minVersion: version, maxVersion: version }, socket => {
        secured.push(socket)
        socket.write(payload)
      })
      const secured: TLSSocket[] = []
      const port = await listen(t, server)
      const end = await tlsEnd({ host, port, authority: ca }, opening())
      t.teardown(() => end.close())
      while (secured.length === 0) await delay(5)
      const [qemu] = secured
      if (qemu === undefined) throw new Error('not connected')
      const encrypted = payload.length + 1
      const held = () => receiveQueue(qemu.remotePort ?? 0, encrypted)
      t.ok((await held()) >= encrypted, 'all of it is in the kernel, encrypted')
      const got: Buffer[] = []
      end.read(chunk => got.push(chunk))
      while (Buffer.concat(got).length < payload.length) await delay(5)
      t.ok(Buffer.concat(got).equals(payload))
      end.pause()
      qemu.write(payload)
      t.ok((await held()) >= encrypted, 'paused: nothing is taken')
      await end.write(Buffer.from('bar\n'))
      const [sent] = (await once(qemu, 'data')) as [Buffer]
      t.equal(sent.toString(), 'bar\n')
      qemu.end()
      const ended = new Promise<string>(resolve => end.onEnd(resolve))
      end.read(() => undefined)
      t.match(await ended, /closed/)
    },
  )
}

void t.test('a flood into an end that nobody reads comes to a halt, and then arrives', async t => {
  const { ca, ...identity } = first
  const server = createTlsServer(identity)
  const inner = await listen(t, server)
  // A relay, to see the encrypted bytes that are got rid of.
  const relay = createServer(outside => {
    const inside = connect(inner, host)
    for (const socket of [inside, outside]) socket.on('error', () => undefined)
    relayed.push(outside)
    inside.pipe(outside)
    outside.pipe(inside)
  })
  const relayed: Socket[] = []
  const port = await listen(t, relay)
  const securing = once(server, 'secureConnection')
  const end = await tlsEnd({ host, port, authority: ca }, opening())
  const [qemu] = (await securing) as [TLSSocket]
  qemu.on('error', () => undefined)
  const taken = () => relayed.reduce((sum, one) => sum + one.bytesWritten - one.writableLength, 0)
  const bytes = 16 * 1024 ** 2
  qemu.write(Buffer.alloc(bytes))
  let before = -1
  while (before !== taken()) {
    before = taken()
    await delay(300)
  }
  t.ok(before < bytes, `halted after ${before}`)
  let read = 0
  end.read(chunk => {
    read += chunk.length
  })
  while (read < bytes) await delay(20)
  t.equal(read, bytes)
  end.close()
  qemu.destroy()
})

void t.test('a server that another authority signed is refused', async t => {
  const { cert, key } = first
  const { ca } = second
  const port = await listen(t, createTlsServer({ cert, key }))
  await t.rejects(tlsEnd({ host, port, authority: ca }, opening()), /certificate/)
})

void t.test('the options name the folder, and a comma in it is doubled', async t => {
  const place = { path: (name: string) => `/tmp/a,b/${name}`, port: 4711 }
  t.same(tls().options(place, 'c', { version: '7.2.0', hasReconnectMs: false }), [
    '-object',
    'tls-creds-x509,id=tls0,dir=/tmp/a,,b/tls,endpoint=server,verify-peer=no',
    '-chardev',
    'socket,host=127.0.0.1,port=4711,server=on,wait=off,tls-creds=tls0,id=c',
  ])
})

void t.test('openings need a QEMU that listens', async t => {
  const { ca } = first
  const server = createServer()
  const port = await listen(t, server)
  server.close()
  await t.rejects(tlsEnd({ host, port, authority: ca }, opening()), { code: 'ECONNREFUSED' })
})
