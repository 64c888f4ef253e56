import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { verifyImage } from './image-folder.ts'

void t.test('an image that was changed, cut short or half written is noticed', async t => {
  const cache = mkdtempSync(join(tmpdir(), 'cfc-image-'))
  t.teardown(() => rmSync(cache, { recursive: true }))
  const dir = join(cache, 'images', 'one')
  mkdirSync(dir, { recursive: true })
  const content = { vmlinuz: 'a kernel', initrd: 'an initramfs' }
  const file = (text: string) => ({
    sha256: createHash('sha256').update(text).digest('hex'),
    bytes: text.length,
  })
  for (const [name, text] of Object.entries(content)) writeFileSync(join(dir, name), text)
  await t.rejects(verifyImage(dir), { name: 'InfraError' }, 'no manifest')
  const files = { vmlinuz: file(content.vmlinuz), initrd: file(content.initrd) }
  const manifest = {
    name: 'one',
    release: 'r',
    kernelVersion: '1',
    modules: [],
    packages: [],
    recipe: 'x',
    files,
  }
  writeFileSync(join(dir, 'manifest.json'), JSON.stringify(manifest))
  t.equal((await verifyImage(dir)).name, 'one')
  for (const bad of ['a kerneX', 'a ker', '']) {
    writeFileSync(join(dir, 'vmlinuz'), bad)
    await t.rejects(verifyImage(dir), { name: 'InfraError' }, `'${bad}'`)
  }
  writeFileSync(join(dir, 'vmlinuz'), content.vmlinuz)
  t.equal((await verifyImage(dir)).name, 'one')
})
