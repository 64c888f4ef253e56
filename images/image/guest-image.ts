import { copyFile, mkdir, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { publish, withWorkspace } from '../../src/cache/workspace.ts'
import { InfraError, UsageError } from '../../src/model/errors.ts'
import type { OnProgress } from '../../src/model/progress-event.ts'
import { openApt } from '../packages/apt.ts'
import { sha256Of, unpackDebs } from '../packages/deb-packages.ts'
import { readMachine } from '../packages/machine.ts'
import { type PackageSource, packageSource } from '../packages/package-source.ts'
import { openTree } from '../packages/package-tree.ts'
import { writeCpio } from './cpio.ts'
import { guestRoot, recipeHash } from './guest-root.ts'
import { type GuestImage, type ImageManifest, readImage, readImages, verifyImage } from './image-folder.ts'
import { hostKernel, type Kernel, unpackedKernel } from './kernel.ts'
import { loadOrder } from './kernel-modules.ts'
import { kernelPackages } from './kernel-packages.ts'

export type { GuestImage } from './image-folder.ts'

export interface ImageOptions {
  readonly cache: string
  readonly onProgress: OnProgress
  readonly signal?: AbortSignal | undefined
  /** `debian:SUITE`, or `native` (unless told) for the machine's own release. */
  readonly release?: string
  /** `host`: the kernel this machine runs, instead of the release's. */
  readonly kernel?: 'host'
  /** Where os-release, apt's sources and the host's kernel are read; `/` unless told. */
  readonly root?: string
}

/**
 * The image, verified; built first if it is not there, is damaged, or was made by another recipe.
 * One that was brought here does as well as this machine's own, and on a machine that can build none it has to.
 */
export async function ensureImage(options: ImageOptions): Promise<GuestImage> {
  const image = await findImage(options)
  if (image === undefined) return build(options, 'keep')
  if (!(await isCurrent(image))) {
    return buildAgain(options, `the guest image ${image.name} was built by another version of chardev-fc`)
  }
  try {
    return await verifyImage(image.dir)
  } catch (error) {
    if (!(error instanceof InfraError)) throw error
    return buildAgain(options, `the guest image in ${image.dir} is damaged`)
  }
}

/**
 * Builds kernel and initramfs from a release's packages, without root, into `cache/images/<name>`; replaces
 * what is there. Same packages and same recipe make the same bytes.
 *
 * @throws UsageError for a release or kernel that cannot be had; InfraError for network and disk trouble.
 */
export async function buildImage(options: ImageOptions): Promise<GuestImage> {
  return build(options, 'replace')
}

/** All images in the cache that have a manifest, by name; not verified. */
export async function listImages(cache: string): Promise<GuestImage[]> {
  return readImages(cache)
}

/** One image of the cache, verified. @throws UsageError if there is none of that name, or it is of another recipe. */
export async function imageNamed(cache: string, name: string): Promise<GuestImage> {
  const image = await named(cache, name)
  if (await isCurrent(image)) return verifyImage(image.dir)
  throw new UsageError(
    `the guest image ${name} was built by another version of chardev-fc: build it again with chardev-fc image build`,
  )
}

/** Whether runs use it as it is: it was packed as this version packs. */
export async function isCurrent({ manifest }: GuestImage): Promise<boolean> {
  return manifest.recipe === (await recipeHash())
}

/** Deletes one image from the cache. @throws UsageError if there is none of that name. */
export async function removeImage(cache: string, name: string): Promise<void> {
  const image = await named(cache, name)
  await withWorkspace(cache, async work => {
    await publish(image.dir, join(work, 'removed'), false)
  })
}

async function named(cache: string, name: string): Promise<GuestImage> {
  const images = await readImages(cache)
  const image = images.find(image => image.name === name)
  if (image !== undefined) return image
  const names = images.map(image => image.name).join(', ')
  throw new UsageError(
    `no guest image '${name}' in ${cache}: there ${names === '' ? 'are none' : `are ${names}`}`,
  )
}

async function buildAgain(options: ImageOptions, why: string): Promise<GuestImage> {
  await imageSource(options).catch((error: unknown) => {
    if (!(error instanceof UsageError)) throw error
    throw new UsageError(`${why}, and cannot be built again: ${error.message}`, { cause: error })
  })
  options.onProgress(`${why}: building it again`)
  return buildImage(options)
}

/** `keep`: an image that another process put there in the meantime is used, ours thrown away. */
async function build(options: ImageOptions, other: 'keep' | 'replace'): Promise<GuestImage> {
  const { cache, onProgress, signal } = options
  const { source, name } = await imageSource(options)
  const host = options.kernel === 'host' ? await hostKernel(options.root) : undefined
  const dir = join(cache, 'images', name)
  const recipe = await recipeHash()
  return withWorkspace(cache, async work => {
    const apt = await openApt({ dir: join(work, 'apt'), source, onProgress, signal })
    const debs = [
      ...(await apt.download(['busybox-static', 'dropbear-bin', 'ioport'], 'closure')),
      ...(host === undefined ? await apt.download(await kernelPackages(apt, source), 'alone') : []),
    ]
    const root = join(work, 'tree')
    const packages = await unpackDebs({ debs, tree: root, onProgress, signal })
    const made = join(work, 'made')
    await mkdir(made)
    const packed = await pack({ root, host, made, scratch: work, signal })
    const release = source.name
    const manifest: ImageManifest = {
      name,
      release,
      ...packed,
      packages,
      recipe,
      files: await describe(made),
    }
    await writeFile(join(made, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`)
    if (!(await publish(made, dir, other === 'replace')) && (await readImage(dir)) === undefined) {
      await publish(made, dir, true)
    }
    const image = await verifyImage(dir)
    onProgress(`guest image ${name} (Linux ${manifest.kernelVersion}) is in ${dir}`)
    return image
  })
}

async function imageSource(options: ImageOptions): Promise<{ source: PackageSource; name: string }> {
  const source = packageSource(options.release ?? 'native', await readMachine(options.root))
  const host = options.kernel === 'host' ? await hostKernel(options.root) : undefined
  return { source, name: host === undefined ? source.label : `${source.label}-host-${host.version}` }
}

/** This machine's own, or one that was brought here: rather one of our recipe. */
async function findImage(options: ImageOptions): Promise<GuestImage | undefined> {
  const images = await readImages(options.cache)
  const current = await Promise.all(images.map(isCurrent))
  const ours = images.filter((_, index) => current[index])
  const isAsked = options.release !== undefined || options.kernel !== undefined
  try {
    const { name } = await imageSource(options)
    const own = images.find(image => image.name === name)
    if (isAsked || (own !== undefined && ours.includes(own))) return own
    // A machine's own kernel was asked for where the image was built, and is not asked for here.
    return ours.find(image => !image.name.includes('-host-')) ?? own
  } catch (error) {
    const any = isAsked ? undefined : (ours[0] ?? images[0])
    if (error instanceof UsageError && any !== undefined) return any
    throw error
  }
}

interface Packing {
  readonly root: string
  readonly host: Kernel | undefined
  readonly made: string
  readonly scratch: string
  readonly signal: AbortSignal | undefined
}

async function pack({ root, host, made, scratch, signal }: Packing) {
  const tree = await openTree(root)
  const kernel = host ?? (await unpackedKernel(tree))
  const busybox = (await tree.find('bin/busybox')) ?? 'busybox'
  const modules = await loadOrder({ dir: kernel.modules, scratch, busybox, signal })
  await copyFile(kernel.vmlinuz, join(made, 'vmlinuz'))
  // Not compressed: under TCG unpacking costs more than QEMU's copy of a few more megabytes.
  await writeFile(join(made, 'initrd'), writeCpio(await guestRoot(tree, modules)))
  return { kernelVersion: kernel.version, modules: modules.map(({ name }) => name) }
}

async function describe(made: string): Promise<ImageManifest['files']> {
  const [vmlinuz, initrd] = await Promise.all(
    ['vmlinuz', 'initrd'].map(async name => ({
      sha256: await sha256Of(join(made, name)),
      bytes: (await stat(join(made, name))).size,
    })),
  )
  if (vmlinuz === undefined || initrd === undefined) throw new Error('two names, two files')
  return { vmlinuz, initrd }
}
