import { readdirSync, readFileSync, statSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import t from 'tap'
import { bootInitrd, removeBootInitrds } from './boot-initrd.ts'
import { ensureIdentity } from './identity.ts'

function image(cache: string, name: string, bytes: number) {
  const initrd = join(cache, `${name}.base`)
  writeFileSync(initrd, Buffer.alloc(bytes, name))
  return { name, initrd }
}

void t.test('the keys begin at a multiple of 512 bytes, with zeros before them', async t => {
  const cache = t.testdir()
  const identity = await ensureIdentity(cache)
  for (const [bytes, start] of [
    [1, 512],
    [512, 512],
    [513, 1024],
    [1024, 1024],
  ] as const) {
    const { name, initrd } = image(cache, `x${bytes}`, bytes)
    const path = await bootInitrd(cache, { name, initrd }, identity)
    const whole = readFileSync(path)
    t.ok(whole.subarray(0, bytes).equals(readFileSync(initrd)), `${bytes} bytes of image`)
    t.ok(whole.subarray(bytes, start).equals(Buffer.alloc(start - bytes)), 'then zeros')
    t.ok(whole.subarray(start).equals(identity.archive), 'then the keys')
    t.equal(statSync(path).mode & 0o777, 0o600)
  }
})

void t.test(
  'one that was not used for a day goes; one of an image whose name only begins the same stays',
  async t => {
    const cache = t.testdir()
    const one = image(cache, 'debian-x', 700)
    const identity = await ensureIdentity(cache)
    const host = await bootInitrd(cache, image(cache, 'debian-x-host-6.1', 700), identity)
    const first = await bootInitrd(cache, one, identity)
    const old = new Date(Date.now() - 25 * 60 * 60 * 1000)
    utimesSync(first, old, old)
    const second = await bootInitrd(cache, one, await ensureIdentity(join(cache, 'other')))
    t.not(second, first)
    t.same(
      readdirSync(join(cache, 'boot')).sort(),
      [second, host].map(path => path.slice(cache.length + 6)).sort(),
    )
  },
)

void t.test('one of before the image was built again goes a day later', async t => {
  const cache = t.testdir()
  const identity = await ensureIdentity(cache)
  const first = await bootInitrd(cache, image(cache, 'debian-x', 700), identity)
  const again = image(cache, 'debian-x', 800)
  const second = await bootInitrd(cache, again, identity)
  const old = new Date(Date.now() - 25 * 60 * 60 * 1000)
  for (const path of [first, second]) utimesSync(path, old, statSync(path).mtime)
  t.equal(await bootInitrd(cache, again, identity), second)
  t.same(readdirSync(join(cache, 'boot')), [basename(second)])
})

void t.test('many who want it at once all get the whole one, and nothing half is left', async t => {
  const cache = t.testdir()
  const one = image(cache, 'debian-x', 100_000)
  const identity = await ensureIdentity(cache)
  const paths = await Promise.all(Array.from({ length: 8 }, () => bootInitrd(cache, one, identity)))
  t.equal(new Set(paths).size, 1)
  t.same(readdirSync(join(cache, 'boot')).length, 1)
  t.equal(statSync(paths[0] ?? '').size, 100_352 + identity.archive.length)
  t.same(readdirSync(join(cache, 'tmp')), [])
})

void t.test('an image that is removed takes its own with it, and no others', async t => {
  const cache = t.testdir()
  const identity = await ensureIdentity(cache)
  const host = await bootInitrd(cache, image(cache, 'debian-x-host-6.1', 700), identity)
  await bootInitrd(cache, image(cache, 'debian-x', 700), identity)
  await removeBootInitrds(cache, 'debian-x')
  t.same(readdirSync(join(cache, 'boot')), [basename(host)])
  await t.resolves(removeBootInitrds(join(cache, 'none'), 'debian-x'))
})

void t.test('caches that share an image and this folder through links share one', async t => {
  const cache = t.testdir({ one: { boot: {} }, two: {} })
  symlinkSync('../one/boot', join(cache, 'two', 'boot'))
  const there = image(cache, 'debian-x', 700)
  const identity = await ensureIdentity(cache)
  const paths: string[] = []
  for (const name of ['one', 'two']) {
    const initrd = join(cache, name, 'initrd')
    symlinkSync(there.initrd, initrd)
    paths.push(await bootInitrd(join(cache, name), { ...there, initrd }, identity))
  }
  t.equal(paths[0], paths[1])
})

void t.test('one that another command may be booting from stays', async t => {
  const cache = t.testdir()
  const one = image(cache, 'debian-x', 700)
  const first = await bootInitrd(cache, one, await ensureIdentity(cache))
  const second = await bootInitrd(cache, one, await ensureIdentity(join(cache, 'other')))
  t.ok(readdirSync(join(cache, 'boot')).length === 2 && first !== second)
})
