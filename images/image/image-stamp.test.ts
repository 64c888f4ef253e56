import { createHash } from 'node:crypto'
import { existsSync, rmSync, statSync, truncateSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { InfraError } from '../../src/model/errors.ts'
import { listImages, verifyImage } from './image-folder.ts'

const of = (text: string) => ({
  sha256: createHash('sha256').update(text).digest('hex'),
  bytes: text.length,
})

/** What a cache holds: an image, one without manifest, one whose manifest was cut short. */
const cached = () => {
  const manifest = JSON.stringify({ name: 'x', files: { vmlinuz: of('kernel'), initrd: of('initrd') } })
  return {
    images: {
      x: { vmlinuz: 'kernel', initrd: 'initrd', 'manifest.json': manifest },
      bare: { vmlinuz: 'kernel' },
      cut: { vmlinuz: 'kernel', initrd: 'initrd', 'manifest.json': manifest.slice(0, -20) },
    },
  }
}

void t.test('a stamp saves hashing, until size, time or inode are others', async t => {
  const dir = join(t.testdir(cached()), 'images/x')
  const initrd = join(dir, 'initrd')
  await verifyImage(dir)
  t.ok(existsSync(join(dir, '.verified')))
  const { atime, mtime } = statSync(initrd)
  writeFileSync(initrd, 'iNitrd')
  utimesSync(initrd, atime, new Date(mtime.getTime() + 5000))
  await t.rejects(verifyImage(dir), {
    constructor: InfraError,
    message: /initrd is not the one that was built/,
  })
  truncateSync(initrd, 3)
  await t.rejects(verifyImage(dir), { constructor: InfraError, message: /not the one/ })
  rmSync(initrd)
  await t.rejects(verifyImage(dir), { constructor: InfraError, message: /has no initrd/ })
})

void t.test('what is no whole image is not listed, and said', async t => {
  const cache = t.testdir(cached())
  const names = (await listImages(cache)).map(({ name }) => name)
  t.same(names, ['x'])
  for (const name of ['bare', 'cut', 'none']) {
    const verifying = verifyImage(join(cache, 'images', name))
    await t.rejects(verifying, { constructor: InfraError, message: /no readable manifest/ }, name)
  }
})
