import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { execa } from 'execa'
import t from 'tap'
import { noNamespace } from '../src/cache/pid-namespace.fixture.ts'
import { chardevFc, program } from './support/command.ts'
import { folder } from './support/example.ts'
import { equipment } from './support/guest.ts'

void t.test('what the environment lacks is one line', async t => {
  const home = folder(t)
  const none = join(home, 'none')
  const wrong: [string[], Record<string, string>, number, RegExp][] = [
    [
      ['show', 'unix-server'],
      { HOME: '', XDG_CACHE_HOME: '' },
      64,
      /your home folder in HOME, which is empty/,
    ],
    [['qemu', 'list'], { HOME: 'me', XDG_CACHE_HOME: 'c' }, 64, /your home folder in HOME, which is "me"/],
    [['bisect', 'log'], { HOME: '', XDG_STATE_HOME: '' }, 64, /your home folder in HOME, which is empty/],
    [
      ['image', 'build'],
      { XDG_CACHE_HOME: `${home}/a"b` },
      64,
      /it has "\\"" in its path: set XDG_CACHE_HOME/,
    ],
    [['image', 'build'], { XDG_CACHE_HOME: '/proc/none' }, 69, /\/proc\/none/],
    [['image', 'build'], { XDG_CACHE_HOME: '/dev/null' }, 69, /\(ENOTDIR: .*\): set XDG_CACHE_HOME to a f/],
    [['run', 'reconnect'], { TMPDIR: none }, 69, /\(ENOENT: .*none.*\): set TMPDIR to a folder that/],
    [
      ['run', 'reconnect'],
      { XDG_STATE_HOME: '/dev/null' },
      69,
      /\(ENOTDIR: .*\): set XDG_STATE_HOME to a folder that/,
    ],
  ]
  const { qemu } = await equipment()
  for (const [args, env, code, words] of wrong) {
    const { exitCode, stderr } = await chardevFc(args, { CHARDEV_FC_QEMU: qemu.path, ...env })
    t.equal(exitCode, code, stderr)
    // `run` names the accelerator first.
    t.match(stderr.replace(/^Accelerator .*\n/, ''), /^chardev-fc: [^\n]*$/)
    t.match(stderr, words)
  }
  const doctor = await chardevFc(['doctor'], { TMPDIR: none })
  t.match(doctor.stdout, /^✖ Folders: cannot write to .*none \(ENOENT.*\)\n {4}set TMPDIR to a folder/m)
  const nowhere = await chardevFc(['doctor'], { XDG_CACHE_HOME: '/proc/none' })
  t.match(nowhere.stdout, /^✖ Folders: cannot write to \/proc\/none\/chardev-fc \(ENOENT/m)
  t.match(nowhere.stdout, /^✖ Space for the cache: 0 bytes free for \/proc\/none\/chardev-fc$/m)
})

void t.test('folders that can be written to need no remedy', async t => {
  const { stdout } = await chardevFc(['doctor', '--json'])
  const { checks } = JSON.parse(stdout) as { checks: { name: string }[] }
  const found = checks.find(({ name }) => name === 'Folders')
  t.match(found, { passed: true, found: / can be written to$/ })
  t.notHas(found, { remedy: String })
})

void t.test('npm test does not begin without its folders', async t => {
  const script = fileURLToPath(new URL('../../scripts/test.js', import.meta.url))
  for (const [env, exitCode, words] of [
    [{ HOME: '', XDG_CACHE_HOME: '' }, 64, /^chardev-fc: expected the absolute path of your home.*$/],
    [{ TMPDIR: '/none' }, 69, /^chardev-fc: cannot write to \/none .*: set TMPDIR to a folder that .*$/],
  ] as const) {
    const ended = await execa(process.execPath, [script], { env, reject: false })
    t.match(ended, { exitCode, stdout: '\n0 passed, 1 failed', stderr: words })
  }
})

void t.test('a current directory that is gone matters to relative paths only', async t => {
  const home = folder(t)
  const run = (args: string) => {
    const lines = ['mkdir gone', 'cd gone', 'rmdir ../gone', `exec ${process.execPath} ${program} ${args}`]
    return execa('sh', ['-c', lines.join('\n')], { cwd: home, reject: false })
  }
  t.equal((await run('list')).exitCode, 0)
  t.match(await run('diff a b'), {
    exitCode: 69,
    stderr: 'chardev-fc: the current directory does not exist any more: change to another one',
  })
})

void t.test('a user without a home folder and without a name', { skip: noNamespace }, async t => {
  const as = ['--user', '--map-user=54321', '--map-group=54321', process.execPath, program]
  const run = (...args: string[]) =>
    execa('unshare', [...as, ...args], { env: { HOME: undefined, XDG_CACHE_HOME: undefined }, reject: false })
  t.equal((await run('list')).exitCode, 0)
  t.match(await run('show', 'unix-server'), {
    exitCode: 64,
    stderr: /^chardev-fc: expected .* not set: set it, or/,
  })
})

void t.test('folders may have any name that is UTF-8', async t => {
  const { qemu } = await equipment()
  const home = join(folder(t), `a=b,c "c" 'd'\n$e;:ü`)
  for (const name of ['state', 'tmp']) mkdirSync(join(home, name), { recursive: true })
  const env = { XDG_STATE_HOME: join(home, 'state'), TMPDIR: join(home, 'tmp') }
  const { exitCode, stderr } = await chardevFc(['run', 'reconnect', '--cold', '--qemu', qemu.path], env)
  t.equal(exitCode, 0, stderr)
})
