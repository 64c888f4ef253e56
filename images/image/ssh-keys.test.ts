import { createPrivateKey, createPublicKey } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { run } from '../packages/shell.ts'
import {
  dropbearHostKey,
  newKeyPair,
  opensshPrivateKey,
  publicKeyLine,
  readDropbearHostKey,
  wirePublicKey,
} from './ssh-keys.ts'

void t.test('both halves of a new pair belong together', async t => {
  const { seed, point } = newKeyPair()
  const pkcs8 = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), seed])
  const derived = createPublicKey(createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' }))
  t.equal(derived.export({ format: 'jwk' }).x, point.toString('base64url'))
})

void t.test('OpenSSH reads the private key and finds the same public key in it', async t => {
  const pair = newKeyPair()
  const path = join(t.testdir(), 'key')
  writeFileSync(path, opensshPrivateKey(pair, 'me'), { mode: 0o600 })
  const shown = await run(['ssh-keygen', '-y', '-P', '', '-f', path])
  t.equal(shown.stderr, '')
  t.equal(shown.stdout.trim(), publicKeyLine(pair, 'me'))
})

void t.test('a dropbear host key is a name and one string of 64 bytes', async t => {
  const pair = newKeyPair()
  const file = dropbearHostKey(pair)
  t.equal(file.length, 83)
  t.equal(file.subarray(0, 19).toString('latin1'), '\0\0\0\x0bssh-ed25519\0\0\0\x40')
  t.same(readDropbearHostKey(file), pair)
  t.throws(() => readDropbearHostKey(file.subarray(1)), /not a dropbear/)
})

void t.test('the wire form is what a public key line holds', async t => {
  const pair = newKeyPair()
  t.equal(publicKeyLine(pair, 'x').split(' ')[1], wirePublicKey(pair).toString('base64'))
  t.equal(wirePublicKey(pair).length, 4 + 11 + 4 + 32)
})
