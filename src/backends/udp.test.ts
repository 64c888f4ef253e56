import { spawn } from 'node:child_process'
import { createSocket, type Socket } from 'node:dgram'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import t, { type Test } from 'tap'
import { opening } from './host-end/opening.fixture.ts'
import { place } from './host-end/place.fixture.ts'
import { udp } from './udp.ts'

/** A UDP port that nobody has. */
async function freePort(): Promise<number> {
  const socket = await bound(0)
  const { port } = socket.address()
  socket.close()
  await once(socket, 'close')
  return port
}

async function bound(port: number): Promise<Socket> {
  const socket = createSocket('udp4').bind(port, '127.0.0.1')
  await once(socket, 'listening')
  return socket
}

/** Sends datagrams as QEMU does. */
function sender(t: Test, port: number): (text: string) => Promise<void> {
  const socket = createSocket('udp4')
  t.teardown(() => socket.close())
  return text =>
    new Promise((resolve, reject) => {
      socket.send(text, port, '127.0.0.1', error => (error ? reject(error) : resolve()))
    })
}

/** What the kernel holds for a port, in bytes of its accounting (/proc/net/udp, rx_queue); null: nobody is bound. */
function queued(port: number): number | null {
  const local = `0100007F:${port.toString(16).toUpperCase().padStart(4, '0')}`
  const line = readFileSync('/proc/net/udp', 'latin1')
    .split('\n')
    .find(text => text.includes(` ${local} `))
  const queue = line?.trim().split(/\s+/)[4]?.split(':')[1]
  return queue === undefined ? null : Number.parseInt(queue, 16)
}

void t.test('a bound port is not read before it is told to, nor after a pause', async t => {
  const port = await freePort()
  const send = sender(t, port)
  const side = await udp().prepare(place(t, port))
  t.equal(queued(port), null, 'nobody is bound before it is opened')
  const end = await side.open(opening())
  await send('one ')
  await send('two ')
  const sent = queued(port) ?? 0
  t.ok(sent > 0, 'a datagram is queued before its send returns')
  await delay(100)
  t.equal(queued(port), sent, 'the kernel still holds them')
  let read = ''
  const take = (chunk: Buffer) => {
    read += chunk.toString()
  }
  end.read(take)
  while (read !== 'one two ') await delay(5)
  t.equal(queued(port), 0)
  end.pause()
  // The letter that makes it pause takes its time, too.
  for (let more = 0; queued(port) === 0 && more < 100; more++) {
    await send('more ')
    await delay(20)
  }
  const held = read
  await send('last')
  await delay(100)
  t.equal(read, held)
  end.read(take)
  while (!read.endsWith('last')) await delay(5)
  await t.rejects(end.write(Buffer.from('x')), { name: 'UsageError' })
  end.close()
  await side.close()
  t.equal(queued(port), null, 'the port is free again')
})

void t.test('a port that is taken is our trouble, and says so', async t => {
  const port = await freePort()
  const holder = await bound(port)
  t.teardown(() => holder.close())
  const side = await udp().prepare(place(t, port))
  await t.rejects(side.open(opening()), { name: 'InfraError', message: /EADDRINUSE/ })
  await side.close()
})

void t.test('opening gives up when told to, and leaves nothing behind', async t => {
  const port = await freePort()
  const side = await udp().prepare(place(t, port))
  await t.rejects(side.open({ ...opening(), signal: AbortSignal.timeout(1) }), { name: 'TimeoutError' })
  await side.close()
  t.equal(queued(port), null)
})

for (const reads of [false, true]) {
  void t.test(
    `a host that is killed takes its process with it, ${reads ? 'reading' : 'not reading'}`,
    async t => {
      const port = await freePort()
      const module = fileURLToPath(new URL('./udp.js', import.meta.url))
      const program = `
      const { udp } = await import(${JSON.stringify(module)})
      const side = await udp().prepare({ path: name => name, port: ${port} })
      const end = await side.open({ signal: AbortSignal.timeout(30_000) })
      if (${reads}) end.read(() => undefined)
      process.stdout.write('opened')
      setInterval(() => undefined, 1000)`
      const parent = spawn(process.execPath, ['--input-type=module', '-e', program], {
        stdio: ['ignore', 'pipe', 'inherit'],
      })
      await once(parent.stdout, 'data')
      t.not(queued(port), null)
      parent.kill('SIGKILL')
      await once(parent, 'exit')
      for (let waited = 0; queued(port) !== null && waited < 5000; waited += 20) await delay(20)
      t.equal(queued(port), null)
    },
  )
}
