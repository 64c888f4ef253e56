import { spawn } from 'node:child_process'
import { symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { setTimeout as delay } from 'node:timers/promises'
import t, { type Test } from 'tap'
import { allPortsScript } from './port-script.ts'

/** Runs it where nothing makes names of ports. */
async function waits(t: Test, ports: readonly string[]) {
  const names = join(t.testdir(), 'ports')
  writeFileSync(names, 'true\n')
  const script = allPortsScript(ports).replace('/usr/lib/chardev-fc/ports', names)
  const child = spawn('sh', ['-c', script], { stdio: ['ignore', 'ignore', 'pipe'] })
  const closed = new Promise<number | null>(resolve => child.once('close', resolve))
  return { stderr: text(child.stderr), code: closed }
}

void t.test('it waits for the last of the ports', async t => {
  const folder = t.testdir()
  const port = join(folder, 'port')
  const { code } = await waits(t, ['/dev/null', port])
  let isOver = false
  void code.then(() => (isOver = true))
  await delay(500)
  t.notOk(isOver)
  symlinkSync('/dev/null', port)
  t.equal(await code, 0)
})

void t.test('a plain file is no port, and one that does not come is named', async t => {
  const plain = join(t.testdir({ plain: '' }), 'plain')
  const { code, stderr } = await waits(t, ['/dev/null', plain])
  t.equal(await code, 1)
  t.equal(await stderr, `${plain}\n`)
})
