import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { program } from './support/command.ts'
import { equipment } from './support/guest.ts'
import { spawnOnTerminal } from './support/pseudo-terminal.ts'

function places(t: Test): { env: Record<string, string>; temp: string } {
  const home = mkdtempSync(join(tmpdir(), 'cfc-shell-'))
  t.teardown(() => rmSync(home, { recursive: true }))
  const temp = join(home, 'tmp')
  mkdirSync(temp)
  return {
    env: { ...process.env, XDG_STATE_HOME: join(home, 'state'), TMPDIR: temp } as Record<string, string>,
    temp,
  }
}

void t.test('shell on a terminal: a person looks around and leaves', async t => {
  await equipment()
  const { env, temp } = places(t)
  const size = { name: 'xterm', cols: 91, rows: 33 }
  const terminal = spawnOnTerminal(process.execPath, [program, 'shell'], { ...size, env })
  let screen = ''
  let typed = false
  terminal.onData(text => {
    screen += text
    // The prompt is followed by a question about the cursor, which no terminal answers here.
    if (!typed && screen.includes('# ')) {
      typed = true
      terminal.write('stty size; ls /dev/virtio-ports; exit 7\r')
    }
  })
  const { exitCode } = await new Promise<{ exitCode: number }>(resolve => terminal.onExit(resolve))
  t.equal(exitCode, 7)
  t.match(screen, /33 91/, 'the guest knows the size of the terminal')
  t.match(screen, /test0/)
  t.same(readdirSync(temp), [])
})

void t.test('shell with a command piped into it', async t => {
  await equipment()
  const { env, temp } = places(t)
  const child = spawn(process.execPath, [program, 'shell'], { env, stdio: ['pipe', 'pipe', 'inherit'] })
  let said = ''
  child.stdout.on('data', chunk => {
    said += chunk
  })
  child.stdin.end('uname -s; exit 3\n')
  const [code] = (await once(child, 'close')) as [number]
  t.equal(code, 3)
  t.equal(said.trim(), 'Linux')
  t.same(readdirSync(temp), [])
})
