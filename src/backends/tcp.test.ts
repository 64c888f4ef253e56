import { once } from 'node:events'
import { connect, createServer } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import t from 'tap'
import { listen } from './host-end/listen.fixture.ts'
import { opening } from './host-end/opening.fixture.ts'
import { place } from './host-end/place.fixture.ts'
import { tcp } from './tcp.ts'

const chardev = tcp({ server: false, reconnect: true })

void t.test('QEMU is told to reconnect, in the words of its version', async t => {
  const option = (hasReconnectMs: boolean) =>
    chardev.options(place(t, 4711), 'c', { version: '7.2.0', hasReconnectMs })[1]
  t.equal(option(false), 'socket,host=127.0.0.1,port=4711,reconnect=1,id=c')
  t.equal(option(true), 'socket,host=127.0.0.1,port=4711,reconnect-ms=100,id=c')
  t.equal(chardev.since, '2.2.0')
})

void t.test('QEMU is refused until the host opens it, again and again', async t => {
  const taken = createServer()
  const port = await listen(t, taken)
  taken.close()
  await once(taken, 'close')
  const side = await chardev.prepare(place(t, port))
  for (let round = 1; round <= 2; round++) {
    const refused = connect(port, '127.0.0.1')
    await t.rejects(once(refused, 'connect'), { code: 'ECONNREFUSED' })
    const opened = side.open(opening())
    const qemu = connect(port, '127.0.0.1')
    const end = await opened
    const how = new Promise(resolve => {
      qemu.once('error', resolve)
      qemu.once('end', resolve)
    })
    qemu.resume()
    while (qemu.connecting) await delay(1)
    end.reset?.()
    t.match(await how, { code: 'ECONNRESET' })
  }
  await side.close()
})
