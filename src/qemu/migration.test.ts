import { spawn } from 'node:child_process'
import { join } from 'node:path'
import t from 'tap'
import { saveState } from './migration.ts'
import { connectQmp } from './qmp.ts'
import { shortFolder } from './short-folder.fixture.ts'

/** A server that refuses to save a guest that runs, where QEMU under TCG before 9.0 would save it wrong. */
const server = `
const net = require('node:net')
let running = true
net.createServer(socket => {
  const say = message => socket.write(JSON.stringify(message) + '\\r\\n')
  say({ QMP: { version: { qemu: { major: 2, minor: 3, micro: 1 }, package: '' }, capabilities: [] } })
  let rest = ''
  socket.setEncoding('utf8').on('data', text => {
    const lines = (rest + text).split('\\n'); rest = lines.pop()
    for (const line of lines) {
      const { execute, id } = JSON.parse(line)
      if (execute === 'stop') running = false
      if (execute === 'migrate' && running) say({ id, error: { class: 'GenericError', desc: 'the guest runs' } })
      else say({ id, return: execute === 'query-migrate' ? { status: 'completed' } : {} })
    }
  })
}).listen(process.argv[1])
`

t.test('a guest is stopped before it is saved', async t => {
  const folder = shortFolder(t)
  const child = spawn(process.execPath, ['-e', server, join(folder, 'q')], { stdio: 'inherit' })
  t.teardown(() => child.kill('SIGKILL'))
  const { signal } = new AbortController()
  const qmp = await connectQmp(join(folder, 'q'), signal)
  t.teardown(() => qmp.close())
  await t.resolves(saveState(qmp, join(folder, 'state'), { sharedRam: false, signal }))
})
