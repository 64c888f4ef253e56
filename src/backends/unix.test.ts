import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { connect, createServer, type Socket } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import t from 'tap'
import { fill } from './host-end/full-socket.fixture.ts'
import { opening } from './host-end/opening.fixture.ts'
import { place } from './host-end/place.fixture.ts'
import { unix } from './unix.ts'

void t.test('a host end that never reads takes nothing from the kernel, and then everything', async t => {
  const where = place(t)
  const connected: Socket[] = []
  const qemu = createServer(socket => connected.push(socket)).listen(where.path('chardev'))
  await once(qemu, 'listening')
  t.teardown(() => qemu.close())
  const side = await unix({ server: true }).prepare(where)
  const end = await side.open(opening())
  while (connected.length === 0) await delay(10)
  const [socket] = connected
  if (socket === undefined) throw new Error('not connected')
  const accepted = await fill(socket)
  // Node reads 65,536 bytes ahead unless the socket was paused before it was connected.
  t.ok(accepted <= 4 * 1024 * 1024, `blocked after ${accepted}`)
  const again = await fill(socket)
  t.equal(again, accepted, 'nothing more is taken while nobody reads')
  let read = 0
  end.read(chunk => {
    read += chunk.length
  })
  while (socket.writableLength > 0 || read < socket.bytesWritten) await delay(20)
  t.equal(read, socket.bytesWritten)
  end.close()
  await side.close()
})

void t.test('a socket whose backlog is full is waited for', async t => {
  const where = place(t)
  const listens = `require('node:net').createServer().listen({ path: process.argv[1], backlog: 1 }, () => console.log('up'))`
  const qemu = spawn(process.execPath, ['-e', listens, where.path('chardev')])
  t.teardown(() => qemu.kill('SIGKILL'))
  await once(qemu.stdout, 'data')
  qemu.kill('SIGSTOP')
  const side = await unix({ server: true }).prepare(where)
  await side.open(opening())
  await side.open(opening())
  let isThere = false
  const third = side.open(opening()).then(() => {
    isThere = true
  })
  await delay(200)
  t.notOk(isThere)
  qemu.kill('SIGCONT')
  await third
  await side.close()
})

void t.test('in client mode the host listens before QEMU comes, and hears of its end', async t => {
  const where = place(t)
  const side = await unix({ server: false }).prepare(where)
  const qemu = connect(where.path('chardev'))
  const end = await side.open(opening())
  const ended = new Promise<string>(resolve => {
    end.onEnd(resolve)
  })
  const read = new Promise<string>(resolve => {
    end.read(chunk => resolve(chunk.toString()))
  })
  qemu.write('foo\n')
  t.equal(await read, 'foo\n')
  qemu.end()
  t.match(await ended, /closed/)
  end.close()
  await side.close()
})

void t.test('opening gives up when told to', async t => {
  const side = await unix({ server: false }).prepare(place(t))
  await t.rejects(side.open({ ...opening(), signal: AbortSignal.timeout(50) }), { name: 'TimeoutError' })
  await side.close()
})

void t.test('a comma in the path is doubled, and a client is not told to wait', async t => {
  const odd = { path: () => '/tmp/a,b', port: 0 }
  const target = { version: '7.2.0', hasReconnectMs: false }
  const option = (server: boolean) => unix({ server }).options(odd, 'c', target).join(' ')
  t.equal(option(true), '-chardev socket,path=/tmp/a,,b,server=on,wait=off,id=c')
  t.equal(option(false), '-chardev socket,path=/tmp/a,,b,id=c')
})

void t.test('an abstract socket is found by its name, filled up with NULs, and leaves no file', async t => {
  const where = place(t)
  const chardev = unix({ server: true, abstract: true })
  const target = { version: '7.2.0', hasReconnectMs: false }
  t.match(chardev.options(where, 'c', target)[1], /^socket,path=.*\/chardev,abstract=on,tight=off,server=on,/)
  const listens = `import socket, sys
sock = socket.socket(socket.AF_UNIX)
sock.bind(("\\0" + sys.argv[1]).encode().ljust(108, b"\\0"))
sock.listen()
print("up", flush=True)
sock.accept()[0].sendall(b"foo\\n")`
  const qemu = spawn('python3', ['-c', listens, where.path('chardev')])
  t.teardown(() => qemu.kill('SIGKILL'))
  await once(qemu.stdout, 'data')
  const side = await chardev.prepare(where)
  const end = await side.open(opening())
  const read = new Promise<string>(resolve => {
    end.read(chunk => resolve(chunk.toString()))
  })
  t.equal(await read, 'foo\n')
  t.notOk(existsSync(where.path('chardev')))
  await side.close()
})
