import { createHash } from 'node:crypto'
import { existsSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { InfraError } from '../src/model/errors.ts'
import { readImages, verifyImage } from './image-folder.ts'

const described = (content: string) => ({
  sha256: createHash('sha256').update(content).digest('hex'),
  bytes: content.length,
})

function image(t: { testdir(tree: object): string }) {
  const manifest = { name: 'debian-x', files: { vmlinuz: described('kernel'), initrd: described('initrd') } }
  const cache = t.testdir({
    images: {
      'debian-x': { vmlinuz: 'kernel', initrd: 'initrd', 'manifest.json': JSON.stringify(manifest) },
      half: { vmlinuz: 'kernel' },
    },
  })
  return { cache, dir: join(cache, 'images/debian-x') }
}

void t.test('a whole image is verified, and a stamp saves hashing it again', async t => {
  const { cache, dir } = image(t)
  const { name, kernel, initrd } = await verifyImage(dir)
  t.same(
    { name, kernel, initrd },
    { name: 'debian-x', kernel: join(dir, 'vmlinuz'), initrd: join(dir, 'initrd') },
  )
  t.ok(existsSync(join(dir, '.verified')))
  t.same(
    (await readImages(cache)).map(({ name }) => name),
    ['debian-x'],
  )
})

void t.test('the stamp holds as long as size, time and inode do', async t => {
  const { dir } = image(t)
  await verifyImage(dir)
  const { atime, mtime } = statSync(join(dir, 'initrd'))
  // Same size, other content: noticed by its time, and not if the time is forged.
  writeFileSync(join(dir, 'initrd'), 'INITRD')
  utimesSync(join(dir, 'initrd'), atime, new Date(mtime.getTime() + 5000))
  await t.rejects(verifyImage(dir), { constructor: InfraError, message: /not the one that was built/ })
})

void t.test('a half image is told from a whole one', async t => {
  const { cache, dir } = image(t)
  rmSync(join(dir, 'vmlinuz'))
  await t.rejects(verifyImage(dir), { constructor: InfraError, message: /has no vmlinuz/ })
  await t.rejects(verifyImage(join(cache, 'images/half')), {
    constructor: InfraError,
    message: /no readable manifest/,
  })
})
