import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { newKeyPair, opensshPrivateKey } from '../../images/image/ssh-keys.ts'
import { chardevFc } from '../support/command.ts'
import { ownDisk, ownOptions } from '../support/own-disk.ts'

void t.test('a key that the guest does not take is one clear line', async t => {
  const disk = await ownDisk(t)
  if (disk === null) return
  const folder = t.testdir()
  const key = join(folder, 'untrusted')
  writeFileSync(key, opensshPrivateKey(newKeyPair(), 'untrusted'), { mode: 0o600 })
  const env = { XDG_STATE_HOME: folder }
  const { exitCode, stdout, stderr } = await chardevFc(['shell', ...ownOptions({ ...disk, key })], env)
  t.equal(exitCode, 69)
  t.equal(stdout, '')
  t.match(
    stderr.split('\n').at(-1),
    /^chardev-fc: the guest's sshd refused the key for 'tester': add its public key .*$/,
  )
})
