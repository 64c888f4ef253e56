import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import { connect, createServer, type Socket } from 'node:net'
import { join } from 'node:path'
import fc from 'fast-check'
import t from 'tap'
import { mutatedBytes, mutatedJson } from '../model/fuzz/mutated.fixture.ts'
import { readOrRefused, refusal, tries } from '../model/fuzz/survives.fixture.ts'
import { outputTail } from './binary/output-tail.ts'
import { hasPc, readAnswers } from './binary/probe-answers.ts'
import { QmpConnection } from './qmp-connection.ts'
import { shortFolder } from './short-folder.fixture.ts'

const folder = join(process.cwd(), 'fixtures', 'probes')
const recorded = (question: string) =>
  fc
    .constantFrom(...readdirSync(folder).filter(name => name.includes(`-${question}.`)))
    .chain(name => mutatedBytes(readFileSync(join(folder, name))))
    .map(bytes => bytes.toString('utf8'))

void t.test('what a program prints that may be a QEMU: it is one or it is none', async t => {
  const answers = fc.record({
    version: recorded('version'),
    devices: recorded('device'),
    chardevs: recorded('chardev'),
    accelerators: recorded('accel'),
    qmp: recorded('qmp'),
  })
  fc.assert(
    fc.property(answers, told => {
      const facts = readOrRefused(() => readAnswers(told))
      if (facts !== null && !/^\d+\.\d+\.\d+$/.test(facts.version)) throw new Error(facts.version)
      readOrRefused(() => hasPc(told.devices))
    }),
    tries(60),
  )
  // No text of one kind of character takes the square of its length.
  for (const unit of [
    '9',
    'a',
    ' ',
    '\n',
    'a\n',
    '{"name": "x"}',
    '{"name": "x"}, ',
    'QEMU emulator version ',
  ]) {
    const text = unit.repeat(1_000_000 / unit.length)
    const heads = [
      '',
      'QEMU emulator version 7.2',
      'Available chardev backend types:',
      'supported in QEMU binary:\n',
    ]
    for (const all of heads.map(head => head + text)) {
      const told = {
        version: `QEMU emulator version ${all}`,
        devices: all,
        chardevs: all,
        accelerators: all,
        qmp: `{"return": [${all}`,
      }
      readOrRefused(() => readAnswers(told))
      readOrRefused(() => outputTail(all))
    }
  }
  t.pass()
})

const greeting = {
  QMP: { version: { qemu: { major: 7, minor: 2, micro: 22 }, package: '' }, capabilities: ['oob'] },
}
const conversation = [
  greeting,
  { return: {}, id: 1 },
  { event: 'STOP', timestamp: { seconds: 1, microseconds: 2 }, data: { guest: true } },
  { error: { class: 'GenericError', desc: 'no' }, id: 2 },
]
  .map(message => `${JSON.stringify(message)}\r\n`)
  .join('')

void t.test('whatever comes on a QMP socket, commands end, and only as they may', async t => {
  const path = join(shortFolder(t), 'q')
  let say: (socket: Socket) => void = () => undefined
  const server = createServer(socket => {
    socket.on('error', () => undefined)
    say(socket)
  }).listen(path)
  await once(server, 'listening')
  t.teardown(() => server.close())
  const said = fc.oneof(mutatedJson([conversation]), mutatedBytes(Buffer.from(conversation)))
  await fc.assert(
    fc.asyncProperty(said, fc.nat(), async (words, cut) => {
      const bytes = Buffer.from(words)
      const middle = cut % (bytes.length + 1)
      say = socket => {
        socket.write(bytes.subarray(0, middle))
        socket.end(bytes.subarray(middle))
      }
      const connection = new QmpConnection(connect(path))
      connection.onEvent(({ event }) => {
        if (typeof event !== 'string') throw new Error('an event without a name')
      })
      const all = [connection.greeted, connection.execute('qmp_capabilities'), connection.execute('stop')]
      for (const end of await Promise.allSettled(all)) if (end.status === 'rejected') refusal(end.reason)
      connection.close()
    }),
    tries(60),
  )
  t.pass()
})
