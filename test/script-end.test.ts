import { spawnSync } from 'node:child_process'
import t from 'tap'
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

void t.test('a kernel that does not boot is inconclusive', async t => {
  const running = start(t, unixServer, { KERNEL: '/bin/sh' })
  const { code, verdict } = await running.ended
  t.match(verdict, /^INCONCLUSIVE: the guest did not come up/)
  t.equal(code, 2)
  t.same(running.left(), [])
})

void t.test('shellcheck finds nothing', async t => {
  const { status, stdout } = spawnSync('shellcheck', ['-'], { input: unixServer, encoding: 'utf8' })
  t.equal(status, 0, stdout)
})
