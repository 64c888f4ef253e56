import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import t from 'tap'
import { recipeHash } from './guest-root.ts'
import { readArchiveManifest } from './image-archive.ts'
import { verifyImage } from './image-folder.ts'
import { importImage } from './import-image.ts'

const tool = 'chardev-fc 0.2.0'
/** An image that 0.1.0 exported (fixtures/0.1.0/README.md); it is one of ours as long as the recipe is that of 0.1.0. */
const file = join(process.cwd(), 'fixtures', '0.1.0', 'debian-tiny.tar.gz')
const recipe = '2c11267acd1ed944ee11710d7ea00a8fe0dee324986e4c15c47a10ab4ae4fd8e'
const manifest = {
  ...{ name: 'debian-tiny', release: 'debian:bookworm', kernelVersion: '6.1.0-56-cloud-amd64', recipe },
  modules: ['virtio', 'virtio_console'],
  packages: [
    {
      ...{ name: 'libc6', version: '2.36-9+deb12u13' },
      sha256: 'c3ceff98ea174fe3e60c65ccb3cbdbfcbe182e2d0b5570f5dcc173cf25110941',
    },
  ],
  files: {
    vmlinuz: { sha256: '87433a9b60dbf166db2063823699267a8ae2f3b8c681eee93df748546e823e30', bytes: 29 },
    initrd: { sha256: 'c3ceff98ea174fe3e60c65ccb3cbdbfcbe182e2d0b5570f5dcc173cf25110941', bytes: 13 },
  },
}

void t.test(
  'the manifest that 0.1.0 exported is read; of another recipe it is refused, and says whose',
  async t => {
    // A tar: a header of 512 bytes, then the first file.
    const text = gunzipSync(readFileSync(file))
      .subarray(512, 1024 + 512)
      .toString()
    const json = text.slice(0, text.indexOf('\n}\n') + 3)
    t.strictSame(readArchiveManifest(json, recipe, tool), manifest)
    t.throws(() => readArchiveManifest(json, 'another', tool), {
      name: 'UsageError',
      message: /^holds an image that another version \(chardev-fc 0\.1\.0\) built, .*: export it again/,
    })
  },
)

void t.test(
  'the image that 0.1.0 exported is imported whole, or refused by the name of who built it',
  async t => {
    const cache = t.testdir()
    const imported = importImage({ cache, file, tool })
    if ((await recipeHash()) !== recipe) {
      const message = /debian-tiny\.tar\.gz holds an image that another version \(chardev-fc 0\.1\.0\) built/
      await t.rejects(imported, { name: 'UsageError', message })
      return
    }
    const { dir } = await imported
    const image = await verifyImage(dir)
    t.strictSame(image.manifest, manifest)
    t.equal(readFileSync(image.kernel, 'utf8'), 'a kernel of twenty-six bytes\n')
    t.equal(readFileSync(image.initrd, 'utf8'), 'an initramfs\n')
  },
)
