import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { env as environment } from 'node:process'
import { execa } from 'execa'
import t from 'tap'
import { chardevFc, program } from './support/command.ts'
import { folder } from './support/example.ts'
import { equipment } from './support/guest.ts'

void t.test('a machine without apt plays a case with an image that was built elsewhere', async t => {
  const { qemu } = await equipment()
  const home = folder(t)
  const file = join(home, 'guest.tar.gz')
  const exported = await chardevFc(['image', 'export', file])
  t.equal(exported.exitCode, 0, exported.stderr)
  t.match(exported.stderr, /^guest image \S+ \(Linux \S+\) is in .*guest\.tar\.gz, \d+(\.\d)? MiB$/m)
  t.equal(exported.stdout, '')

  const there = machineWithoutApt(home)
  const env = { ...there, CHARDEV_FC_QEMU: qemu.path }
  const run = () => chardevFc(['run', 'reconnect', '--qemu', qemu.path, '--cold', '--json'], env)
  const before = await run()
  t.equal(before.exitCode, 64)
  t.match(before.stderr, /^chardev-fc: this machine has no apt-get .*chardev-fc image import FILE.*$/)
  const lacking = await chardevFc(['doctor'], env)
  t.match(lacking, {
    exitCode: 69,
    stdout: '✖ Guest image: none\n    import one that another machine has exported',
  })
  const bare = await chardevFc(['doctor'], { ...there, CHARDEV_FC_QEMU: 'debian:bookworm' })
  t.match(bare.stdout, /^✖ QEMU: .*\n {4}use --qemu PATH$/m, 'nothing can be installed')

  const imported = await chardevFc(['image', 'import', file], env)
  t.equal(imported.exitCode, 0, imported.stderr)
  const [name, dir] = imported.stdout.trim().split('  ')
  t.equal(dir, join(there.XDG_CACHE_HOME, 'chardev-fc/images', String(name)))

  const played = await run()
  t.equal(played.exitCode, 0, played.stderr)
  const { results } = JSON.parse(played.stdout) as { results: { outcome: string }[] }
  t.same(
    results.map(({ outcome }) => outcome),
    ['pass'],
  )
  t.notMatch(played.stderr, /building|package lists/, 'nothing is built')
  const doctor = await chardevFc(['doctor'], env)
  t.equal(doctor.exitCode, 0, doctor.stdout)
  t.match(doctor.stdout, /✔ Distribution packages: no apt-get, no dpkg-deb: not needed/)

  // Of another version of ours: what cannot be used is said before anything is tried.
  const manifest = join(String(dir), 'manifest.json')
  const text = readFileSync(manifest, 'utf8')
  writeFileSync(manifest, text.replace(/"recipe": ".*"/, '"recipe": "another"'))
  const old = await run()
  t.equal(old.exitCode, 64)
  t.match(
    old.stderr,
    /^chardev-fc: the guest image \S+ was built by another version of chardev-fc, and cannot be built again: this machine has no apt-get .*$/,
  )
  for (const args of [
    ['image', 'export', join(home, 'old.tar.gz')],
    ['image', 'export', join(home, 'old.tar.gz'), '--name', String(name)],
  ]) {
    const refused = await chardevFc(args, env)
    t.equal(refused.exitCode, 64, refused.stderr)
    t.match(refused.stderr, /^chardev-fc: the guest image \S+ was built by another version .*$/)
  }
  t.match((await chardevFc(['doctor'], env)).stdout, /✖ Guest image: \S+ \(built by another version\)/)

  writeFileSync(manifest, text)
  writeFileSync(join(String(dir), 'initrd'), 'damaged')
  const damaged = await run()
  t.equal(damaged.exitCode, 64)
  t.match(damaged.stderr, /^chardev-fc: the guest image in \S+ is damaged, and cannot be built again: .*$/)
})

void t.test('a full disk is one line and leaves no part of a file', async t => {
  await equipment()
  const home = folder(t)
  const file = join(home, 'guest.tar.gz')
  const device = await chardevFc(['image', 'export', '/dev/full'])
  t.equal(device.exitCode, 69)
  t.match(device.stderr, /^chardev-fc: cannot write \/dev\/full \(ENOSPC: .*\): free some space.*$/)

  const small = await small100KiB(['image', 'export', file])
  t.equal(small.exitCode, 69)
  t.match(small.stderr, /^chardev-fc: cannot write .*guest\.tar\.gz \(EFBIG: .*\): free some space.*$/)
  t.same(filesIn(home), [])

  t.equal((await chardevFc(['image', 'export', file])).exitCode, 0)
  const cache = join(home, 'cache')
  const imported = await small100KiB(['image', 'import', file], { XDG_CACHE_HOME: cache })
  t.equal(imported.exitCode, 69)
  t.match(imported.stderr, /^chardev-fc: cannot write into the cache .* \(EFBIG: .*\): free some space.*$/)
  t.same(filesIn(join(cache, 'chardev-fc')), [])
})

void t.test('a pipe needs no file, and its end is one line', async t => {
  await equipment()
  const command = `'${process.execPath}' '${program}' image`
  const sh = (script: string) => execa('sh', ['-c', script], { reject: false })
  const cache = join(folder(t), 'cache')
  const piped = await sh(`${command} export - | XDG_CACHE_HOME='${cache}' ${command} import -`)
  t.equal(piped.exitCode, 0, piped.stderr)
  t.ok(existsSync(join(String(piped.stdout.trim().split('  ')[1]), 'initrd')))

  const ended = await sh(`${command} export - | true`)
  t.match(ended.stderr, /^chardev-fc: cannot write \/dev\/stdout \(EPIPE: .*\): what reads it has ended$/)
})

/** An empty cache, and on PATH nothing but what every Linux has. */
function machineWithoutApt(home: string) {
  const bin = join(home, 'bin')
  mkdirSync(bin)
  const folders = (environment['PATH'] ?? '').split(delimiter)
  const found = folders.map(folder => join(folder, 'sh')).find(path => existsSync(path))
  if (found !== undefined) symlinkSync(found, join(bin, 'sh'))
  return { PATH: bin, XDG_CACHE_HOME: join(home, 'cache'), XDG_STATE_HOME: join(home, 'state') }
}

/** The command where no file can grow beyond 100 KiB: what a full disk does, without root. */
async function small100KiB(args: readonly string[], env: Record<string, string> = {}) {
  const limited = ['-c', 'ulimit -f 200; exec "$@"', 'sh', process.execPath, program, ...args]
  return execa('sh', limited, { env, reject: false, stdin: 'ignore' })
}

function filesIn(dir: string): string[] {
  return readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter(entry => !entry.isDirectory())
    .map(({ name }) => name)
}
