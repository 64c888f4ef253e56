import { closeSync, constants, existsSync, openSync, readSync, writeSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import t, { type Test } from 'tap'
import { opening } from './host-end/opening.fixture.ts'
import { place } from './host-end/place.fixture.ts'
import { pipe } from './pipe.ts'

const target = { version: '7.2.0', hasReconnectMs: false }

/** Opens a FIFO as QEMU does: for reading and writing. */
function qemuEnd(t: Test, path: string): number {
  const fd = openSync(path, constants.O_RDWR | constants.O_NONBLOCK)
  t.teardown(() => closeSync(fd))
  return fd
}

/** Writes a counting byte pattern until the FIFO takes no more; says how many bytes it took. */
function fill(fd: number, from = 0): number {
  let bytes = from
  for (;;) {
    const chunk = Buffer.from(Array.from({ length: 4096 }, (_, at) => (bytes + at) % 251))
    try {
      bytes += writeSync(fd, chunk)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EAGAIN') return bytes - from
      throw error
    }
  }
}

/** What is there, perhaps nothing yet. */
function readNow(fd: number): number {
  try {
    return readSync(fd, Buffer.alloc(65536))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EAGAIN') return 0
    throw error
  }
}

void t.test(
  'an open FIFO is not read before it is told to, then to its last byte, and not after a pause',
  async t => {
    const where = place(t)
    const side = await pipe({ pair: false }).prepare(where)
    const qemu = qemuEnd(t, where.path('chardev'))
    const end = await side.open(opening())
    const held = fill(qemu)
    await delay(50)
    t.equal(fill(qemu, held), 0, 'nothing was taken from the kernel')
    const read: Buffer[] = []
    const bytes = () => Buffer.concat(read).length
    end.read(chunk => read.push(chunk))
    while (bytes() < held) await delay(5)
    end.pause()
    const more = fill(qemu, held)
    await delay(50)
    t.equal(fill(qemu, held + more), 0, 'nothing was taken while it paused')
    t.equal(bytes(), held)
    end.read(chunk => read.push(chunk))
    while (bytes() < held + more) await delay(5)
    t.ok(
      Buffer.concat(read).every((byte, at) => byte === at % 251),
      'every byte in its place',
    )
    end.close()
    await side.close()
  },
)

void t.test('of a pair the host reads .out and writes .in, as much as it takes', async t => {
  const where = place(t)
  const side = await pipe({ pair: true }).prepare(where)
  const [input, output] = ['in', 'out'].map(way => qemuEnd(t, `${where.path('chardev')}.${way}`))
  const end = await side.open(opening())
  const arrived = new Promise<string>(resolve => {
    end.read(chunk => resolve(chunk.toString()))
  })
  writeSync(output ?? 0, 'from the guest')
  t.equal(await arrived, 'from the guest')
  const wanted = Buffer.alloc(200_000, 'x')
  let taken = 0
  const written = end.write(wanted).then(() => true)
  t.equal(await Promise.race([written, delay(50, false)]), false, 'a FIFO holds less')
  while (taken < wanted.length) {
    taken += readNow(input ?? 0)
    await delay(1)
  }
  t.equal(await written, true)
  end.endWriting()
  end.close()
  await side.close()
})

void t.test('the end of the other side is told once it is read', async t => {
  const where = place(t)
  const side = await pipe({ pair: false }).prepare(where)
  const qemu = openSync(where.path('chardev'), constants.O_RDWR | constants.O_NONBLOCK)
  const end = await side.open(opening())
  writeSync(qemu, 'last words')
  closeSync(qemu)
  const ended = new Promise<string>(resolve => {
    end.onEnd(resolve)
  })
  const words: string[] = []
  end.read(chunk => words.push(chunk.toString()))
  t.match(await ended, /closed/)
  t.same(words, ['last words'])
  end.close()
  await t.rejects(end.write(Buffer.from('x')), /closed/)
  await side.close()
})

void t.test('the FIFOs go with the host side, and stand in the way of no second one', async t => {
  const where = place(t)
  const backend = pipe({ pair: true })
  const paths = ['in', 'out'].map(way => `${where.path('chardev')}.${way}`)
  const side = await backend.prepare(where)
  t.ok(paths.every(existsSync))
  await t.rejects(async () => backend.prepare(where), {
    name: 'InfraError',
    message: /cannot make a FIFO at .*exists/,
  })
  await side.close()
  t.notOk(paths.some(existsSync))
})

void t.test('QEMU gets the path alone, a comma in it doubled', async t => {
  const odd = { path: () => '/tmp/a,b', port: 0 }
  for (const pair of [true, false]) {
    t.same(pipe({ pair }).options(odd, 'c', target), ['-chardev', 'pipe,path=/tmp/a,,b,id=c'])
  }
})
