import { once } from 'node:events'
import { createServer, type Socket } from 'node:net'
import t from 'tap'
import type { HostEnd } from '../../model/case/backend.ts'
import { tcp } from '../tcp.ts'
import { connecting } from './connecting.ts'
import { listen } from './listen.fixture.ts'
import { opening } from './opening.fixture.ts'
import { place } from './place.fixture.ts'

/** How the other side sees that an end of a TCP chardev is let go of. */
async function seen(letGo: (end: HostEnd) => void): Promise<string> {
  const server = createServer()
  const port = await listen(t, server)
  const side = await tcp({ server: true }).prepare(place(t, port))
  const connected = once(server, 'connection')
  const end = await side.open(opening())
  const [qemu] = (await connected) as [Socket]
  const how = new Promise<string>(resolve => {
    qemu.once('error', error => resolve((error as NodeJS.ErrnoException).code ?? ''))
    qemu.once('end', () => resolve('end'))
  })
  await end.write(Buffer.from('foo'))
  // libuv takes an RST for an end if it comes with data before it (1.46, uv__stream_io).
  await once(qemu, 'data')
  letGo(end)
  const said = await how
  qemu.destroy()
  await side.close()
  return said
}

void t.test('a reset is an RST, where a close is a FIN', async t => {
  t.equal(await seen(end => end.close()), 'end')
  t.equal(await seen(end => end.reset?.()), 'ECONNRESET')
})

void t.test('it may be closed after a reset, and reset after its end', async t => {
  const how = seen(end => {
    end.reset?.()
    end.close()
    end.reset?.()
  })
  t.equal(await how, 'ECONNRESET')
})

void t.test('a UNIX socket knows no reset', async t => {
  const where = place(t)
  const server = createServer().listen(where.path('chardev'))
  await once(server, 'listening')
  t.teardown(() => server.close())
  const side = connecting({ path: where.path('chardev') })
  t.equal((await side.open(opening())).reset, undefined)
  await side.close()
})
