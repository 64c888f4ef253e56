import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import t from 'tap'
import { inputLimits } from '../model/input-limits.ts'
import { connectQmp } from './qmp.ts'
import { shortFolder } from './short-folder.fixture.ts'

/** A server of its own process that speaks QMP's text on the socket PATH; what it does with a command is in its name. */
const server = `
const net = require('node:net')
let connections = 0
const serve = socket => {
  socket.on('error', () => {})
  if (process.argv[2] === 'dies-first' && ++connections === 1) return socket.destroy()
  const say = (message, cut) => {
    const line = JSON.stringify(message) + '\\r\\n'
    if (!cut) return socket.write(line)
    socket.write(line.slice(0, cut)); setTimeout(() => socket.write(line.slice(cut)), 20)
  }
  say({ QMP: { version: { qemu: { major: 7, minor: 2, micro: 22 }, package: '' }, capabilities: ['oob'] } }, 9)
  let rest = ''
  socket.setEncoding('utf8').on('data', text => {
    const lines = (rest + text).split('\\n'); rest = lines.pop()
    for (const line of lines) {
      const { execute, id, arguments: given } = JSON.parse(line)
      if (execute === 'never') continue
      if (execute === 'later') { setTimeout(() => say({ return: 'late', id }), 50); continue }
      if (execute === 'wrong') { say({ id, error: { class: 'CommandNotFound', desc: 'The command wrong \\u001b[1m' } }); continue }
      if (execute === 'die') process.exit()
      if (execute === 'flood') { for (let n = 0; n < 9000; n++) say({ event: 'RTC_CHANGE' }); continue }
      if (execute === 'stop') say({ event: 'STOP', timestamp: { seconds: 1, microseconds: 2 } })
      say({ return: given ?? {}, id })
    }
  })
}
setTimeout(() => net.createServer(serve).listen(process.argv[1]), 100)
`

function start(t: Tap, mode = ''): { path: string; child: ChildProcess } {
  const path = join(shortFolder(t), 'q')
  const child = spawn(process.execPath, ['-e', server, path, mode], { stdio: 'inherit' })
  t.teardown(() => child.kill('SIGKILL'))
  return { path, child }
}

type Tap = { teardown(end: () => unknown): unknown }
const never = new AbortController().signal

t.test('waits for the socket, negotiates, and matches answers to commands', async t => {
  const { path } = start(t)
  const qmp = await connectQmp(path, never)
  t.teardown(() => qmp.close())
  const answers = await Promise.all([qmp.execute('later'), qmp.execute('echo', { text: 'ü' })])
  t.same(answers, ['late', { text: 'ü' }])
  const events: unknown[] = []
  qmp.onEvent(event => events.push(event))
  await qmp.execute('stop')
  t.same(events, [{ event: 'STOP', data: null }])
})

t.test('a command without an answer', async t => {
  const { path } = start(t)
  const qmp = await connectQmp(path, never)
  t.teardown(() => qmp.close())
  await t.rejects(qmp.execute('wrong'), {
    message: 'QMP wrong: CommandNotFound: The command wrong \\x1b[1m',
  })
  await t.rejects(qmp.execute('never', {}, { limitMs: 30 }), {
    message: 'QMP never: no answer within 30 ms',
  })
  const given = new AbortController()
  const owed = qmp.execute('never', {}, { signal: given.signal })
  given.abort(new Error('enough'))
  await t.rejects(owed, { message: 'enough' })
  await t.rejects(qmp.execute('never', {}, { signal: given.signal }), { message: 'enough' })
  t.same(await qmp.execute('echo', { still: 'here' }), { still: 'here' })
})

t.test('pending commands are rejected when the connection ends, even dropped ones', async t => {
  const { path, child } = start(t)
  const qmp = await connectQmp(path, never)
  const unhandled: unknown[] = []
  const note = (reason: unknown) => unhandled.push(reason)
  process.on('unhandledRejection', note)
  t.teardown(() => process.off('unhandledRejection', note))
  for (let count = 0; count < 1000; count++) void qmp.execute('never')
  const owed = qmp.execute('never')
  void qmp.execute('die')
  await once(child, 'exit')
  const ended = { name: 'InfraError', message: 'the QMP connection has ended' }
  await t.rejects(owed, ended)
  await t.rejects(qmp.execute('echo'), ended)
  qmp.close()
  await new Promise(resolve => setTimeout(resolve, 10))
  t.same(unhandled, [])
})

t.test('a connection that ends before the greeting is retried', async t => {
  const { path } = start(t, 'dies-first')
  const qmp = await connectQmp(path, never)
  t.same(await qmp.execute('echo', { a: 1 }), { a: 1 })
  qmp.close()
})

t.test('waits without a limit by default', async t => {
  await t.rejects(connectQmp(join(shortFolder(t), 'none'), AbortSignal.timeout(50)), { name: 'TimeoutError' })
  await t.rejects(connectQmp('/tmp/x', AbortSignal.abort(new Error('no'))), { message: 'no' })
})

t.test('a path that is too long for a socket', async t => {
  await t.rejects(connectQmp(`/tmp/${'x'.repeat(103)}`, never), { name: 'InfraError', message: /107 bytes/ })
})

t.test('a QEMU that sends events without end is no longer listened to', async t => {
  const qmp = await connectQmp(start(t).path, never)
  let events = 0
  qmp.onEvent(() => events++)
  await t.rejects(qmp.execute('flood'), { message: `QMP: more than ${inputLimits.qmpEvents} events` })
  t.equal(events, inputLimits.qmpEvents)
})
