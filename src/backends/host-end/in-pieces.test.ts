import { once } from 'node:events'
import { createServer, type Socket } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { createServer as createTlsServer } from 'node:tls'
import t, { type Test } from 'tap'
import type { HostEnd, Pieces } from '../../model/case/backend.ts'
import { makeCertificates } from '../shared/certificates.ts'
import { host } from '../shared/loopback.ts'
import { connecting } from './connecting.ts'
import { listen } from './listen.fixture.ts'
import { opening } from './opening.fixture.ts'
import { tlsEnd } from './tls-end.ts'

/** An end in pieces of 3 bytes, and what the other side had received when it was waited for that QEMU sees one. */
async function opened(t: Test): Promise<{ end: HostEnd; seen: string[] }> {
  const server = createServer()
  const port = await listen(t, server)
  const seen: string[] = []
  let got = ''
  const accepted = once(server, 'connection')
  const pieces: Pieces = {
    bytes: 3,
    async seen() {
      const before = got.length
      while (got.length === before) await delay(1)
      await delay(5)
      seen.push(got)
    },
  }
  const side = connecting({ host, port })
  const end = await side.open({ ...opening(), pieces })
  const [qemu] = (await accepted) as [Socket]
  qemu.on('data', (chunk: Buffer) => {
    got += chunk.toString()
  })
  t.teardown(async () => {
    qemu.destroy()
    await side.close()
  })
  return { end, seen }
}

void t.test('a piece follows when the one before was seen', async t => {
  const { end, seen } = await opened(t)
  await end.write(Buffer.from('abcdefgh'))
  t.same(seen, ['abc', 'abcdef', 'abcdefgh'])
})

void t.test('what is written meanwhile waits', async t => {
  const { end, seen } = await opened(t)
  await Promise.all([end.write(Buffer.from('abcde')), end.write(Buffer.from('fghi'))])
  t.same(seen, ['abc', 'abcde', 'abcdefgh', 'abcdefghi'])
})

void t.test('nothing more goes out of a connection that broke', async t => {
  const { end } = await opened(t)
  end.close()
  await t.rejects(end.write(Buffer.from('abc')))
  await t.rejects(end.write(Buffer.from('abc')))
})

void t.test('an end over TLS is open when the last piece of its handshake was seen', async t => {
  const { authority, certificate, key } = await makeCertificates()
  for (const version of ['TLSv1.2', 'TLSv1.3'] as const) {
    const server = createTlsServer({ cert: certificate, key, minVersion: version, maxVersion: version })
    let isSecured = false
    server.once('secureConnection', () => {
      isSecured = true
    })
    const port = await listen(t, server)
    let pieces = 0
    const seen = async () => {
      pieces += 1
      await delay(3)
    }
    const end = await tlsEnd({ host, port, authority }, { ...opening(), pieces: { bytes: 3, seen } })
    t.ok(isSecured, version)
    t.ok(pieces > 60, `${version}: ${pieces} pieces`)
    end.close()
  }
})
