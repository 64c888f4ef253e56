import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import ssh2 from 'ssh2'
import t, { type Test } from 'tap'
import { bootInitrd } from './boot-initrd.ts'
import { ensureIdentity } from './identity.ts'
import { dropbearHostKey, newKeyPair, readDropbearHostKey } from './ssh-keys.ts'

function folder(t: Test): string {
  const path = mkdtempSync(join(tmpdir(), 'cfc-identity-'))
  t.teardown(() => rmSync(path, { recursive: true }))
  return path
}

void t.test('keys are made once, by whoever is first, and are for the user alone', async t => {
  const cache = folder(t)
  const [one, two] = await Promise.all([ensureIdentity(cache), ensureIdentity(cache)])
  t.equal(one.privateKey, two.privateKey)
  t.same(one.hostKey, (await ensureIdentity(cache)).hostKey)
  t.equal(statSync(join(cache, 'identity')).mode & 0o777, 0o700)
  for (const name of readdirSync(join(cache, 'identity'))) {
    t.equal(statSync(join(cache, 'identity', name)).mode & 0o777, 0o600, name)
  }
  t.same(readdirSync(join(cache, 'tmp')), [], 'no workspace is left')
})

void t.test('an ssh client accepts the private key, and it is the public one', async t => {
  const { privateKey, publicKey } = await ensureIdentity(folder(t))
  const parsed = ssh2.utils.parseKey(privateKey)
  if (parsed instanceof Error) throw parsed
  t.equal(parsed.type, 'ssh-ed25519')
  t.equal(parsed.getPublicSSH().toString('base64'), publicKey.split(' ')[1])
})

void t.test("dropbear's file holds the pair", async t => {
  const pair = newKeyPair()
  t.same(readDropbearHostKey(dropbearHostKey(pair)), pair)
  t.throws(() => readDropbearHostKey(Buffer.from('something else')))
})

void t.test('damaged keys are an error, not new keys', async t => {
  const cache = folder(t)
  await ensureIdentity(cache)
  writeFileSync(join(cache, 'identity', 'dropbear_ed25519_host_key'), 'half')
  await t.rejects(ensureIdentity(cache), { name: 'InfraError' })
})

void t.test('the keys are put behind an image, and follow it when it changes', async t => {
  const cache = folder(t)
  const identity = await ensureIdentity(cache)
  const image = { name: 'one', initrd: join(cache, 'initrd') }
  writeFileSync(image.initrd, 'x'.repeat(700))
  const path = await bootInitrd(cache, image, identity)
  const bytes = readFileSync(path)
  t.equal(bytes.length, 1024 + identity.archive.length)
  t.same(bytes.subarray(1024), identity.archive)
  t.equal(await bootInitrd(cache, image, identity), path)
  writeFileSync(image.initrd, 'another image')
  const other = await bootInitrd(cache, image, identity)
  t.not(other, path)
  t.ok(existsSync(path), 'another command may be about to boot from the earlier one')
  const dayBefore = new Date(Date.now() - 25 * 60 * 60 * 1000)
  utimesSync(path, dayBefore, statSync(path).mtime)
  writeFileSync(image.initrd, 'a third image')
  const third = await bootInitrd(cache, image, identity)
  t.same(readdirSync(join(cache, 'boot')).sort(), [basename(other), basename(third)].sort())
})
