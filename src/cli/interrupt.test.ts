import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import t, { type Test } from 'tap'

const root = new URL('..', import.meta.url).href
const end = import.meta.url.slice(-3)

/** A program that has something to clean up. It says what happens, and does not end by itself unless told to. */
function starter(t: Test, isAwaited: boolean) {
  const folder = mkdtempSync(join(tmpdir(), 'cfc-test-'))
  t.teardown(() => rmSync(folder, { recursive: true }))
  const text = `import { handleInterrupts, interruptSignal } from '${root}cli/interrupt${end}'
    import { spawnKept } from '${root}cache/spawn-kept${end}'
    import { withWorkspace } from '${root}cache/workspace${end}'
    import { RunDirectory } from '${root}run/run-directory${end}'
    handleInterrupts()
    new RunDirectory('${folder}', 'run')
    void withWorkspace('${folder}', () => new Promise(() => undefined))
    spawnKept('sleep', ['60'], { stdio: ['ignore', 'inherit', 'inherit'] })
    setInterval(() => undefined, 1000)
    if (${isAwaited}) interruptSignal().addEventListener('abort', event => console.log(event.target.reason.message))
    console.log('ready')`
  const child = spawn(process.execPath, ['--input-type=module', '-e', text], {
    env: { ...process.env, TMPDIR: folder },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', chunk => (output += chunk))
  t.teardown(() => child.kill('SIGKILL'))
  return {
    child,
    // The program that it has started holds its output open.
    ended: once(child, 'close'),
    output: () => output,
    left: () =>
      readdirSync(folder).flatMap(name => (name === 'tmp' ? readdirSync(join(folder, name)) : [name])),
    async printed(words: string) {
      while (!output.includes(words)) await sleep(5)
    },
  }
}

for (const [name, code] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
] as const) {
  void t.test(`${name} before anything waits for it ends the program`, async t => {
    const { child, ended, output, left, printed } = starter(t, false)
    await printed('ready')
    while (left().length < 3) await sleep(5)
    child.kill(name)
    t.same(await ended, [code, null])
    t.equal(output(), `ready\nchardev-fc: interrupted by ${name}\n`)
    t.same(left(), [])
  })
}

void t.test('signals that belong together are one', async t => {
  const { child, output, printed } = starter(t, true)
  await printed('ready')
  child.kill('SIGINT')
  await printed('interrupted by SIGINT')
  child.kill('SIGINT')
  child.kill('SIGTERM')
  await sleep(700)
  // The terminal is closed, whenever that is.
  child.kill('SIGHUP')
  await sleep(100)
  t.equal(child.exitCode, null)
  t.equal(output(), 'ready\ninterrupted by SIGINT\n')
})

void t.test('a second Ctrl-C ends the program and what it has started, and removes its folders', async t => {
  const { child, ended, output, left, printed } = starter(t, true)
  await printed('ready')
  while (left().length < 3) await sleep(5)
  child.kill('SIGINT')
  await printed('interrupted by SIGINT')
  await sleep(700)
  child.kill('SIGINT')
  t.same(await ended, [130, null])
  t.match(output(), /^chardev-fc: interrupted by SIGINT again: not waiting for the end\n$/m)
  t.same(left(), [])
})
