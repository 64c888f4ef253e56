import { readdir, readFile, rename, stat, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { pid } from 'node:process'
import { readInside } from '../../src/cache/inside.ts'
import { InfraError } from '../../src/model/errors.ts'
import { inputLimits } from '../../src/model/input-limits.ts'
import { type PackedPackage, sha256Of } from '../packages/deb-packages.ts'

/** The manifest.json of an image. It does not depend on when and where the image was built. */
export interface ImageManifest {
  readonly name: string
  /** `debian:trixie`, `native` */
  readonly release: string
  /** As `uname -r` in the guest. */
  readonly kernelVersion: string
  /** The modules in load order. */
  readonly modules: readonly string[]
  readonly packages: readonly PackedPackage[]
  /** See `recipeHash`. */
  readonly recipe: string
  readonly files: Readonly<Record<'vmlinuz' | 'initrd', { readonly sha256: string; readonly bytes: number }>>
}

/** A guest image; its paths are absolute if that of the cache is. */
export interface GuestImage {
  readonly name: string
  readonly dir: string
  readonly kernel: string
  /** Has no keys: see `bootInitrd`. */
  readonly initrd: string
  readonly manifest: ImageManifest
}

const FILES = ['vmlinuz', 'initrd'] as const

/** Reads an image's manifest, but not its files; undefined without a readable manifest. */
export async function readImage(dir: string): Promise<GuestImage | undefined> {
  try {
    const manifest: ImageManifest = JSON.parse(
      String(readInside(dir, 'manifest.json', inputLimits.textBytes)),
    )
    const complete = FILES.every(name => typeof manifest.files[name].sha256 === 'string')
    if (!complete) return undefined
    return { name: basename(dir), dir, kernel: join(dir, 'vmlinuz'), initrd: join(dir, 'initrd'), manifest }
  } catch {
    return undefined
  }
}

/**
 * Checks the files of an image against its manifest. A stamp file records size, time and inode of the hashed files, so
 * that the next check only needs to stat them.
 *
 * @throws InfraError if a file is missing or differs.
 */
export async function verifyImage(dir: string): Promise<GuestImage> {
  const image = await readImage(dir)
  if (image === undefined)
    throw new InfraError(`the guest image ${dir} has no readable manifest.json: build it again`)
  const stamp = await stampOf(image)
  const path = join(dir, '.verified')
  if ((await readFile(path, 'utf8').catch(() => '')) === stamp) return image
  for (const name of FILES) {
    const sha256 = await sha256Of(join(dir, name))
    if (sha256 !== image.manifest.files[name].sha256) {
      throw new InfraError(
        `the guest image's ${join(dir, name)} is not the one that was built (its SHA-256 is ${sha256}): build it again`,
      )
    }
  }
  // In a read-only folder the image is hashed each time.
  await writeFile(`${path}.${pid}`, stamp)
    .then(() => rename(`${path}.${pid}`, path))
    .catch(() => undefined)
  return image
}

/** All images in the cache that have a manifest, by name; not verified. */
export async function listImages(cache: string): Promise<GuestImage[]> {
  const names = await readdir(join(cache, 'images')).catch(() => [])
  const read = await Promise.all(names.sort().map(name => readImage(join(cache, 'images', name))))
  return read.filter(image => image !== undefined)
}

async function stampOf({ dir, manifest }: GuestImage): Promise<string> {
  const lines = FILES.map(async name => {
    const { size, mtimeMs, ino } = await stat(join(dir, name)).catch((error: unknown) => {
      throw new InfraError(`the guest image ${dir} has no ${name}: build it again`, { cause: error })
    })
    return `${name} ${manifest.files[name].sha256} ${size} ${mtimeMs} ${ino}\n`
  })
  return (await Promise.all(lines)).join('')
}
