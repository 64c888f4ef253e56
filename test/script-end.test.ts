import { spawnSync } from 'node:child_process'
import { rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { onPath } from '../src/cache/program.ts'
import { scriptPrograms } from '../src/reproduce/script-programs.ts'
import { caseNamed } from './support/guest.ts'
import { scriptOf, start } from './support/script.ts'

const unixServer = await scriptOf(await caseNamed('unix-server'))

for (const [signal, code] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const) {
  void t.test(`${signal} ends the script, and it leaves nothing`, async t => {
    const running = start(t, unixServer)
    await running.printed('The host reads nothing')
    running.child.kill(signal)
    t.equal((await running.ended).code, code)
    t.same(running.left(), [])
  })
}

void t.test('it leaves nothing when nobody listens any more', async t => {
  const running = start(t, unixServer)
  await running.printed('The host reads nothing')
  running.child.stdout?.destroy()
  running.child.stderr?.destroy()
  t.equal((await running.ended).code, 141)
  t.same(running.left(), [])
})

void t.test('a file that is missing is one line, and no verdict', async t => {
  for (const name of ['QEMU', 'KERNEL', 'INITRD', 'KEY']) {
    const running = start(t, unixServer, { [name]: '/nowhere' })
    const { code, text } = await running.ended
    t.equal(code, 64)
    t.match(text, new RegExp(`^.*reproduce\\.sh: .*'/nowhere': set ${name}=.*\n$`))
    t.same(running.left(), [])
  }
  const odd = start(t, unixServer, { TMPDIR: `/tmp/${'x'.repeat(90)}` })
  t.match(await odd.ended, { code: 64, text: /set TMPDIR=\/tmp\n$/ })
})

void t.test('it needs only the programs that it looks for', async t => {
  const bin = t.testdir({})
  // pyenv's python3 is a script that needs more; the one that tests have fetched is one that its program needs.
  const [python = ''] = spawnSync('python3', ['-c', 'import sys; print(sys.executable)'], {
    encoding: 'utf8',
  }).stdout.split('\n')
  const isWhole = spawnSync(python, ['-c', 'import socket']).status === 0
  const programs = scriptPrograms(await caseNamed('unix-server'))
  symlinkSync('/bin/sh', join(bin, 'sh'))
  for (const program of programs) {
    const isOwn = program === 'python3' && isWhole
    const path = isOwn ? python : await onPath(program, process.env['PATH'] ?? '')
    // No link: one that the tests have fetched looks beside itself for what it needs.
    writeFileSync(join(bin, program), `#!/bin/sh\nexec '${path}' "$@"\n`, { mode: 0o755 })
  }
  const whole = await start(t, unixServer, { PATH: bin }).ended
  t.match(whole, { code: 0, verdict: /^PASS: / })
  t.notMatch(whole.text, /not found/)

  rmSync(join(bin, 'awk'))
  const lacking = start(t, unixServer, { PATH: bin })
  t.match(await lacking.ended, { code: 64, text: /reproduce\.sh: the command awk is missing: install it\n$/ })
  t.same(lacking.left(), [])
})

void t.test('a kernel that does not boot is inconclusive', async t => {
  const running = start(t, unixServer, { KERNEL: '/bin/sh' })
  const { code, verdict } = await running.ended
  t.match(verdict, /^INCONCLUSIVE: the guest did not come up/)
  t.equal(code, 2)
  t.same(running.left(), [])
})

void t.test('shellcheck finds nothing', async t => {
  for (const input of [unixServer, await scriptOf(await caseNamed('migrate'))]) {
    const { status, stdout } = spawnSync('shellcheck', ['-'], { input, encoding: 'utf8' })
    t.equal(status, 0, stdout)
  }
})
