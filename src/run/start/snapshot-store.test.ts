import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import t, { type Test } from 'tap'
import { fileIdentity } from '../../qemu/binary/file-identity.ts'
import type { SnapshotKey } from './snapshot-manifest.ts'
import { SnapshotStore } from './snapshot-store.ts'

const key = { qemu: 'q', machine: 'm', sources: {} }

async function stored(t: Test) {
  const cache = mkdtempSync(join(tmpdir(), 'cfc-snapshots-'))
  t.teardown(() => rmSync(cache, { recursive: true }))
  const store = new SnapshotStore(cache, 1024 ** 2)
  const made = await store.make(key, async folder => writeFileSync(join(folder, 'state'), 'saved'))
  if (made === null) throw new Error('it was made')
  return { store, folder: dirname(made.state), made }
}

void t.test('after three failed restores in a row none is tried for a day', async t => {
  const { store, folder } = await stored(t)
  for (const why of ['first', 'second']) await store.restoreFailed(key, why)
  t.equal(await store.refusal(key), null)
  t.ok(await store.find(key), 'it is still there for others')
  await store.restoreFailed(key, 'third')
  t.equal(await store.refusal(key), 'third')
  t.equal(await store.find(key), null)
  const old = new Date(Date.now() - 25 * 60 * 60 * 1000)
  utimesSync(`${folder}.failed`, old, old)
  t.equal(await store.refusal(key), null)
})

void t.test('a success clears earlier failures', async t => {
  const { store } = await stored(t)
  for (const why of ['first', 'second']) await store.restoreFailed(key, why)
  await store.restoreWorked(key)
  for (const why of ['first', 'second']) await store.restoreFailed(key, why)
  t.equal(await store.refusal(key), null)
})

void t.test('an evicted snapshot does not count as a failed restore', async t => {
  const { store, folder } = await stored(t)
  rmSync(folder, { recursive: true })
  for (const why of ['first', 'second', 'third']) await store.restoreFailed(key, why)
  t.equal(await store.refusal(key), null)
})

void t.test('a snapshot that does not match its manifest or key is ignored', async t => {
  const { store, made } = await stored(t)
  t.equal(await store.find({ ...key, machine: 'another' }), null)
  writeFileSync(made.state, 'other')
  t.equal(await store.find(key), null)
})

void t.test('a guest that cannot be saved is not booted for it again', async t => {
  const store = new SnapshotStore(t.testdir(), 1e9)
  for (const why of ['first', 'second']) await store.saveFailed(key, why)
  t.equal(await store.refusal(key), null)
  await store.saveFailed(key, 'no room')
  t.equal(await store.refusal(key), 'no room')
})

void t.test('a snapshot is removed with a file it was made from, or when that changes', async t => {
  const cache = t.testdir({ qemu: 'a QEMU', other: 'another' })
  const store = new SnapshotStore(cache, 1024 ** 3)
  const keyOf = async (name: string): Promise<SnapshotKey> => {
    const path = join(cache, name)
    return { qemu: name, machine: 'm', sources: { [path]: await fileIdentity(path) } }
  }
  const make = (key: SnapshotKey) => store.make(key, async folder => writeFileSync(join(folder, 'state'), ''))
  const [one, two] = [await keyOf('qemu'), await keyOf('other')]
  for (const key of [one, two]) await make(key)
  await store.removeStale()
  for (const key of [one, two]) t.ok(await store.find(key))
  rmSync(join(cache, 'qemu'))
  await store.removeStale()
  t.equal(await store.find(one), null)
  t.ok(await store.find(two))
  writeFileSync(join(cache, 'other'), 'compiled again')
  await make({ ...two, machine: 'n' })
  t.equal(await store.find(two), null)
})

void t.test('above the limit the least recently used is removed, never the newest', async t => {
  const cache = t.testdir({ qemu: '' })
  const sources = { [join(cache, 'qemu')]: await fileIdentity(join(cache, 'qemu')) }
  const store = new SnapshotStore(cache, 2.5 * 1024 ** 2)
  const keys = ['first', 'second', 'third'].map(machine => ({ qemu: 'q', machine, sources }))
  const make = (key: SnapshotKey, bytes: number) =>
    store.make(key, async folder => writeFileSync(join(folder, 'state'), Buffer.alloc(bytes, 1)))
  const found = async () => (await Promise.all(keys.map(key => store.find(key)))).map(one => one !== null)
  for (const key of keys) await make(key, 1024 ** 2)
  t.strictSame(await found(), [false, true, true])
  await make(keys[0] ?? key, 3 * 1024 ** 2)
  t.strictSame(await found(), [true, false, false])
})
