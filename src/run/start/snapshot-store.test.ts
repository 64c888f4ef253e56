import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import t, { type Test } from 'tap'
import { SnapshotStore } from './snapshot-store.ts'

const key = { qemu: 'q', image: 'i', machine: 'm' }

async function stored(t: Test) {
  const cache = mkdtempSync(join(tmpdir(), 'cfc-snapshots-'))
  t.teardown(() => rmSync(cache, { recursive: true }))
  const store = new SnapshotStore(cache, 1024 ** 2)
  const made = await store.make(key, async folder => writeFileSync(join(folder, 'state'), 'saved'))
  if (made === null) throw new Error('it was made')
  return { store, folder: dirname(made.state), made }
}

void t.test('three restores in a row that failed are enough, for a day', async t => {
  const { store, folder } = await stored(t)
  for (const why of ['first', 'second']) await store.failed(key, why)
  t.equal(await store.refusal(key), null)
  t.ok(await store.find(key), 'it is still there for others')
  await store.failed(key, 'third')
  t.equal(await store.refusal(key), 'third')
  t.equal(await store.find(key), null)
  const old = new Date(Date.now() - 25 * 60 * 60 * 1000)
  utimesSync(`${folder}.failed`, old, old)
  t.equal(await store.refusal(key), null)
})

void t.test('a success clears what failed before', async t => {
  const { store } = await stored(t)
  for (const why of ['first', 'second']) await store.failed(key, why)
  await store.worked(key)
  for (const why of ['first', 'second']) await store.failed(key, why)
  t.equal(await store.refusal(key), null)
})

void t.test('a snapshot that made way for others while it was to be used says nothing', async t => {
  const { store, folder } = await stored(t)
  rmSync(folder, { recursive: true })
  for (const why of ['first', 'second', 'third']) await store.failed(key, why)
  t.equal(await store.refusal(key), null)
})

void t.test('what does not fit its manifest, or its key, is not there', async t => {
  const { store, made } = await stored(t)
  t.equal(await store.find({ ...key, image: 'another' }), null)
  writeFileSync(made.state, 'other')
  t.equal(await store.find(key), null)
})

void t.test('a guest that cannot be saved is not booted for it again and again', async t => {
  const store = new SnapshotStore(t.testdir(), 1e9)
  for (const why of ['first', 'second']) await store.unsaved(key, why)
  t.equal(await store.refusal(key), null)
  await store.unsaved(key, 'no room')
  t.equal(await store.refusal(key), 'no room')
})
