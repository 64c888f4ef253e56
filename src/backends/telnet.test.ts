import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { createServer, type Socket } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import t from 'tap'
import { listen } from './host-end/listen.fixture.ts'
import { opening } from './host-end/opening.fixture.ts'
import { receiveQueue } from './host-end/receive-queue.fixture.ts'
import { greeting, streams } from './host-end/telnet-streams.fixture.ts'
import { telnet } from './telnet.ts'

/** What is typed reads a stream that comes in pieces of so many bytes; it must end as the stream does. */
const reads = `
import json, socket, sys

class Pieces:
    def __init__(self, stream, size):
        self.pieces = [bytes(stream[at:at + size]) for at in range(0, len(stream), size)]
    def recv(self, size):
        return self.pieces.pop(0) if self.pieces else b""

got = []
for stream in json.loads(sys.argv[1]):
    for size in 1, 2, 3, 100:
        sock, data = Telnet(Pieces(stream, size)), b""
        while more := sock.recv(100):
            data += more
        got.append(list(data))
print(json.dumps(got))
`

void t.test('a greeting that nobody reads stays in the kernel, and goes when somebody does', async t => {
  const server = createServer()
  const port = await listen(t, server)
  const side = await telnet().prepare({ path: name => name, port })
  const connected = once(server, 'connection')
  const end = await side.open(opening())
  const [qemu] = (await connected) as [Socket]
  t.teardown(() => qemu.destroy())
  qemu.write(Buffer.from(greeting))
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

void t.test('what is typed finds the same data as the decoder', async t => {
  const { open } = telnet().typed({ path: name => name, port: 4711 })
  const from = open.indexOf('>>> import re')
  const typed = open.slice(from, -1).map(line => line.slice(4))
  const given = JSON.stringify(streams.map(([, stream]) => stream))
  const got = JSON.parse(execFileSync('python3', ['-c', [...typed, reads].join('\n'), given]).toString())
  t.same(
    got,
    streams.flatMap(([, , data]) => [data, data, data, data]),
  )
})
