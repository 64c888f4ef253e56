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
  t.equal(await store.find({ ...key, image: 'another' }), null)
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
