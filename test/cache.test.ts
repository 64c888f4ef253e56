import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { newBisection } from '../src/cli/bisect/bisection-folder.ts'
import { RunDirectory } from '../src/run/run-directory.ts'
import { chardevFc } from './support/command.ts'
import { folder } from './support/example.ts'

/** A cache with 1 MiB in each of these parts. */
function filled(t: Test, ...names: readonly string[]) {
  const home = folder(t)
  const cache = join(home, 'chardev-fc')
  for (const name of names) {
    mkdirSync(join(cache, name), { recursive: true })
    writeFileSync(join(cache, name, 'file'), Buffer.alloc(1024 ** 2, 1))
  }
  const command = (...args: string[]) =>
    chardevFc(['cache', ...args], { XDG_CACHE_HOME: home, XDG_STATE_HOME: home })
  return { home, command, has: (name: string) => existsSync(join(cache, name, 'file')) }
}

void t.test('lists the parts with their sizes, also those of others', async t => {
  const { command } = filled(t, 'bisect', 'qemu', 'snapshots', 'mine')
  const { exitCode, stdout } = await command('list')
  t.equal(exitCode, 0)
  t.match(stdout, /^bisect +1(\.\d+)? MiB {2}QEMUs compiled by/m)
  t.match(stdout, /^qemu +1(\.\d+)? MiB {2}QEMUs from/m)
  t.match(stdout, /^snapshots +1(\.\d+)? MiB {2}booted guests \(at most 2 GiB\)$/m)
  t.match(stdout, /^mine +1(\.\d+)? MiB {2}not made by chardev-fc$/m)
  t.match(stdout, /^all +4(\.\d+)? MiB {2}.*chardev-fc$/m)
})

void t.test('an empty cache is listed and cleaned', async t => {
  const { command } = filled(t)
  t.match(await command('list'), { exitCode: 0, stdout: /^all +0 bytes/ })
  t.match(await command('clean'), { exitCode: 0, stdout: /^0 bytes freed/ })
})

void t.test('cleans what the next run makes again, the named parts, or everything', async t => {
  const { command, has } = filled(
    t,
    'images',
    'qemu',
    'bisect',
    'snapshots',
    'boot',
    'probes',
    'accelerators',
  )
  t.match(await command('clean'), { exitCode: 0, stdout: /^4(\.\d+)? MiB freed in/ })
  t.strictSame(['snapshots', 'boot', 'probes', 'accelerators'].filter(has), [])
  t.strictSame(['images', 'qemu', 'bisect'].filter(has), ['images', 'qemu', 'bisect'])
  t.match(await command('clean', 'bisect'), { exitCode: 0, stdout: /^1(\.\d+)? MiB freed in/ })
  t.strictSame(['images', 'qemu', 'bisect'].filter(has), ['images', 'qemu'])
  t.match(await command('clean', '--all'), { exitCode: 0, stdout: /^2(\.\d+)? MiB freed in/ })
  t.strictSame(['images', 'qemu'].filter(has), [])
})

void t.test('refuses what is wrong, and to clean under a run', async t => {
  const { command, home, has } = filled(t, 'qemu', 'snapshots')
  t.match(await command('clean', 'snapshot'), {
    exitCode: 64,
    stderr: /expected parts of .*, got 'snapshot'/,
  })
  t.match(await command('clean', '--all', 'qemu'), { exitCode: 64, stderr: /either --all or parts/ })
  using _running = new RunDirectory(join(home, 'chardev-fc/runs'), 'unix-server')
  t.match(await command('clean'), { exitCode: 64, stderr: /a run uses the cache .*unix-server/ })
  t.ok(has('snapshots'))
})

void t.test('refuses to clean under a bisection, which builds between its runs', async t => {
  const { command, home, has } = filled(t, 'bisect', 'snapshots')
  const bisection = newBisection(join(home, 'chardev-fc/hunts'), 'unix-server', [])
  bisection.take()
  t.match(await command('clean', '--all'), {
    exitCode: 64,
    stderr: /a bisection uses the cache .*unix-server/,
  })
  t.ok(has('bisect') && has('snapshots'))
  bisection.reap()
  t.match(await command('clean', '--all'), { exitCode: 0 })
})
