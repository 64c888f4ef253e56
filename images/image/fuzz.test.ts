import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import fc from 'fast-check'
import t from 'tap'
import { mutatedBytes, mutatedJson } from '../../src/model/fuzz/mutated.fixture.ts'
import { readOrRefused, refusal, tries } from '../../src/model/fuzz/survives.fixture.ts'
import { head, initrd, kernel, manifest, tarred, tool } from './archive.fixture.ts'
import { archiveManifest, readArchiveManifest } from './image-archive.ts'
import { importImage } from './import-image.ts'

const archive = await tarred(head(), kernel, initrd)
const tar = gunzipSync(archive)
const text = JSON.stringify(JSON.parse(archiveManifest(manifest, tool)))
const read = (text: string) => readArchiveManifest(text, manifest.recipe, tool)

void t.test('the manifest of an exported image: read or refused', async t => {
  t.same(read(text), manifest)
  fc.assert(
    fc.property(mutatedJson([text]), text => {
      const found = readOrRefused(() => read(text))
      if (found !== null && !/^[A-Za-z0-9][\w.+~-]*$/.test(found.name)) throw new Error(found.name)
    }),
    tries(200),
  )
})

void t.test('an exported image: imported whole or refused, and nothing is left of it', async t => {
  const home = await mkdtemp(join(tmpdir(), 'cfc-fuzz-'))
  t.teardown(() => rm(home, { recursive: true, force: true }))
  const [file, cache] = [join(home, 'image.tar.gz'), join(home, 'cache')]
  const bytes = fc.oneof(
    mutatedBytes(archive),
    mutatedBytes(tar).map(bytes => gzipSync(bytes, { level: 1 })),
  )
  await fc.assert(
    fc.asyncProperty(bytes, async content => {
      await writeFile(file, content)
      await importImage({ cache, file, tool }).catch(refusal)
      t.same(await readdir(join(cache, 'tmp')), [])
      t.same(
        (await readdir(cache)).filter(name => name !== 'tmp' && name !== 'images'),
        [],
      )
    }),
    tries(40),
  )
  t.same((await readdir(home)).sort(), ['cache', 'image.tar.gz'])
})
