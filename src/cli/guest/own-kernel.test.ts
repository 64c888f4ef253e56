import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { bootInitrd } from '../../../images/image/boot-initrd.ts'
import { ensureIdentity } from '../../../images/image/identity.ts'
import { ownKernel } from './own-kernel.ts'

void t.test('files of one name in two folders both stay ready to boot', async t => {
  const folder = t.testdir({
    old: { vmlinuz: 'old kernel', initrd: 'old' },
    new: { vmlinuz: 'new kernel', initrd: 'new' },
    cache: {},
  })
  const cache = join(folder, 'cache')
  const identity = await ensureIdentity(cache)
  const ready = async (name: string) => {
    const files = { kernel: join(folder, name, 'vmlinuz'), initrd: join(folder, name, 'initrd') }
    return bootInitrd(cache, (await ownKernel(files)) ?? { name: 'none', initrd: '' }, identity)
  }
  const [older, newer] = [await ready('old'), await ready('new')]
  t.equal(readFileSync(older, 'latin1').slice(0, 3), 'old')
  t.equal(readFileSync(newer, 'latin1').slice(0, 3), 'new')
  t.equal(await ready('old'), older)
})
