import { once } from 'node:events'
import { createServer, type Socket } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import t from 'tap'
import { listen } from './host-end/listen.fixture.ts'
import { opening } from './host-end/opening.fixture.ts'
import { receiveQueue } from './host-end/receive-queue.fixture.ts'
import { telnet } from './telnet.ts'

const greeting = Buffer.from([255, 251, 1, 255, 251, 3, 255, 251, 0, 255, 253, 0])

void t.test('a greeting that nobody reads stays in the kernel, and goes when somebody does', async t => {
  const server = createServer()
  const port = await listen(t, server)
  const side = await telnet().prepare({ path: name => name, port })
  const connected = once(server, 'connection')
  const end = await side.open(opening())
  const [qemu] = (await connected) as [Socket]
  t.teardown(() => qemu.destroy())
  qemu.write(greeting)
  qemu.write('foo\n')
  const all = greeting.length + 4
  t.equal(await receiveQueue(qemu.remotePort ?? 0, all), all)
  const got: Buffer[] = []
  end.read(chunk => got.push(chunk))
  while (Buffer.concat(got).length < 4) await delay(5)
  t.equal(Buffer.concat(got).toString(), 'foo\n')
  await end.write(Buffer.from([1, 255, 2]))
  const [sent] = (await once(qemu, 'data')) as [Buffer]
  t.same([...sent], [1, 255, 255, 2])
  end.close()
  await side.close()
})

void t.test('the option', async t => {
  const place = { path: (name: string) => name, port: 4711 }
  const [, option] = telnet().options(place, 'c', { version: '7.2.0', hasReconnectMs: false })
  t.equal(option, 'socket,host=127.0.0.1,port=4711,server=on,wait=off,telnet=on,id=c')
})
