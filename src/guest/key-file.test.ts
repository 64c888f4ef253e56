import { join } from 'node:path'
import ssh2 from 'ssh2'
import t from 'tap'
import { newKeyPair, opensshPrivateKey, publicKeyLine } from '../../images/image/ssh-keys.ts'
import { UsageError } from '../model/errors.ts'
import { readKeyFile } from './key-file.ts'

void t.test('a private key is read; anything else is a one-line error', async t => {
  const pair = newKeyPair()
  const good = opensshPrivateKey(pair, 'me')
  const locked = ssh2.utils.generateKeyPairSync('ed25519', {
    passphrase: 'secret',
    cipher: 'aes256-ctr',
    rounds: 4,
  })
  const folder = t.testdir({
    good,
    'good.pub': publicKeyLine(pair, 'me'),
    locked: locked.private,
    text: 'no key',
  })
  t.equal(await readKeyFile(join(folder, 'good')), good)
  for (const [name, why] of [
    ['missing', /^UsageError: --ssh-key: .* cannot be read .*ENOENT/],
    ['good.pub', /is a public key; name the private one/],
    ['locked', /has a passphrase; use a copy without one/],
    ['text', /is not a private ssh key \(.*\)$/],
  ] as const) {
    const error = await readKeyFile(join(folder, name)).catch((error: unknown) => error)
    t.ok(error instanceof UsageError, name)
    t.match(String(error), why)
    t.notMatch(String(error), /\n/)
  }
})
