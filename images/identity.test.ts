import { readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { InfraError } from '../src/model/errors.ts'
import { createIdentity, ensureIdentity } from './identity.ts'

void t.test('an installation has one identity, for its user alone, however many ask at once', async t => {
  const cache = t.testdir()
  const [one, two] = await Promise.all([ensureIdentity(cache), ensureIdentity(cache)])
  t.same(one, two)
  t.same(await ensureIdentity(cache), one)
  t.equal(statSync(join(cache, 'identity')).mode & 0o777, 0o700)
  for (const name of readdirSync(join(cache, 'identity'))) {
    t.equal(statSync(join(cache, 'identity', name)).mode & 0o777, 0o600, name)
  }
  t.same(readdirSync(join(cache, 'tmp')), [])
})

void t.test('damaged keys are reported, not replaced', async t => {
  const cache = t.testdir()
  await ensureIdentity(cache)
  writeFileSync(join(cache, 'identity/dropbear_ed25519_host_key'), 'no key')
  await t.rejects(ensureIdentity(cache), InfraError)
})

void t.test('the archive brings the public key and the host key, and not the private key', async t => {
  const { archive, publicKey, privateKey, hostKey } = createIdentity()
  const secret = privateKey.split('\n')[2] ?? ''
  t.ok(archive.includes(`${publicKey}\n`))
  t.ok(archive.includes(hostKey))
  t.notOk(archive.includes(secret))
  t.equal(archive.length % 512, 0)
})
