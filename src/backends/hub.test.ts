import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { opening } from './host-end/opening.fixture.ts'
import { hub } from './hub.ts'
import { mux } from './mux.ts'
import { unix } from './unix.ts'

const target = { version: '11.1.0', hasReconnectMs: true }
const place = { path: (name: string) => `/tmp/a,b-${name}`, port: 4711 }

void t.test('a hub names its members, a mux is an option of its chardev', async t => {
  t.same(hub('unix', 'tcp').options(place, 'foo', target), [
    ...['-chardev', 'socket,path=/tmp/a,,b-chardev0,server=on,wait=off,id=foo0'],
    ...['-chardev', 'socket,host=127.0.0.1,port=4711,server=on,wait=off,id=foo1'],
    ...['-chardev', 'hub,id=foo,chardevs.0=foo0,chardevs.1=foo1'],
  ])
  t.same(mux(unix({ server: true })).options(place, 'foo', target), [
    ...['-chardev', 'socket,path=/tmp/a,,b-chardev,server=on,wait=off,id=foo,mux=on'],
  ])
})

void t.test('the first opening is of the first socket, the second of the second', async t => {
  const folder = mkdtempSync(join(tmpdir(), 'cfc-hub-'))
  t.teardown(() => rmSync(folder, { recursive: true }))
  const path = (name: string) => join(folder, name)
  const connected: number[] = []
  const sockets: Socket[] = []
  for (const member of [0, 1]) {
    const qemu = createServer((socket: Socket) => {
      connected.push(member)
      sockets.push(socket)
      socket.resume()
    })
    qemu.listen(path(`chardev${member}`))
    await once(qemu, 'listening')
    t.teardown(() => qemu.close())
  }
  const side = await hub('unix', 'unix').prepare({ path, port: 0 })
  for (const opened of [[0], [0, 1]]) {
    await side.open(opening())
    await new Promise(resolve => setImmediate(resolve))
    t.same(connected, opened)
  }
  await t.rejects(side.open(opening()), /open already/)
  const closed = sockets.map(socket => once(socket, 'close'))
  await side.close()
  t.equal((await Promise.all(closed)).length, 2, 'with the hub all its connections are closed')
})
