import { setTimeout as delay } from 'node:timers/promises'
import t from 'tap'
import type { Json } from '../model/contract/observation.ts'
import { opening } from './host-end/opening.fixture.ts'
import { place } from './host-end/place.fixture.ts'
import { ringbuf } from './ringbuf.ts'

/** Answers as QEMU does that has these bytes in its ring; taking them empties it. */
function ring(label: string) {
  let held = Buffer.alloc(0)
  let answerMs = 0
  const asked: unknown[] = []
  return {
    asked,
    put(bytes: Buffer, slowMs = 0) {
      held = Buffer.concat([held, bytes])
      answerMs = slowMs
    },
    async execute(command: string, args: { readonly [name: string]: Json } = {}): Promise<Json> {
      if (command === 'query-chardev') return [{ filename: 'ringbuf', label }]
      asked.push(args)
      const taken = held.subarray(0, Number(args['size']))
      held = held.subarray(taken.length)
      await delay(answerMs)
      return taken.toString('base64')
    },
  }
}

void t.test('nothing is taken out of the ring until the host reads, and bytes stay bytes', async t => {
  const monitor = ring('foo')
  const all = Buffer.from(Array.from({ length: 100_000 }, (_, at) => at % 256))
  monitor.put(all)
  const side = await ringbuf().prepare(place(t))
  const end = await side.open(opening(monitor))
  await delay(100)
  t.same(monitor.asked, [])
  const read: Buffer[] = []
  end.read(chunk => read.push(chunk))
  while (Buffer.concat(read).length < all.length) await delay(5)
  t.ok(Buffer.concat(read).equals(all))
  t.match(monitor.asked[0], { device: 'foo', size: 65536, format: 'base64' })
  await t.rejects(end.write(Buffer.from('x')), { name: 'UsageError' })
  end.close()
  await delay(60)
  const { length } = monitor.asked
  await delay(100)
  t.equal(monitor.asked.length, length, 'closed, it asks no more')
})

void t.test('what was on its way when the host paused is not lost', async t => {
  const monitor = ring('foo')
  monitor.put(Buffer.from('slow'), 50)
  const side = await ringbuf().prepare(place(t))
  const end = await side.open(opening(monitor))
  let read = ''
  end.read(chunk => {
    read += chunk.toString()
  })
  await delay(10)
  end.pause()
  await delay(100)
  t.equal(read, '')
  end.read(chunk => {
    read += chunk.toString()
  })
  while (read === '') await delay(5)
  t.equal(read, 'slow')
  end.close()
})

void t.test('a QEMU that answers no more has ended', async t => {
  const monitor = {
    execute: (command: string) =>
      command === 'query-chardev'
        ? Promise.resolve([{ filename: 'ringbuf', label: 'foo' }])
        : Promise.reject(new Error('the QMP connection has ended')),
  }
  const side = await ringbuf().prepare(place(t))
  const end = await side.open(opening(monitor))
  const ended = new Promise<string>(resolve => {
    end.onEnd(resolve)
  })
  end.read(() => undefined)
  t.match(await ended, /has ended/)
})
