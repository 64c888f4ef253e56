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
import { removeBootInitrds } from './boot-initrd.ts'
import { writeCpio } from './cpio.ts'
import { guestRoot, recipeHash } from './guest-root.ts'
import { type GuestImage, type ImageManifest, listImages, readImage, verifyImage } from './image-folder.ts'
import { hostKernel, type Kernel, unpackedKernel } from './kernel.ts'
import { loadOrder } from './kernel-modules.ts'
import { kernelPackages } from './kernel-packages.ts'

export type { GuestImage } from './image-folder.ts'

export interface ImageOptions {
  readonly cache: string
  readonly onProgress: OnProgress
  readonly signal?: AbortSignal | undefined
  /** `debian:SUITE`, or `native` (the default) for the machine's own release. */
  readonly release?: string
  /** `host`: the kernel this machine runs, instead of the release's. */
  readonly kernel?: 'host'
  /** The folder below which os-release, apt's sources and the host's kernel are read; the default is `/`. */
  readonly root?: string
}

/**
 * The image, verified. It is built if it is missing, damaged, or was built by another recipe. An imported image is used
 * like one that was built here; on a machine that cannot build images it is the only choice.
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
 * Builds kernel and initramfs from a release's packages, without root, into `cache/images/<name>`, and replaces an
 * existing image. The same packages and recipe give the same bytes.
 *
 * @throws UsageError for a release or kernel that is not available; InfraError for network and disk errors.
 */
export async function buildImage(options: ImageOptions): Promise<GuestImage> {
  return build(options, 'replace')
}

/** An image in the cache, verified. @throws UsageError if there is no such image, or another recipe built it. */
export async function imageNamed(cache: string, name: string): Promise<GuestImage> {
  const image = await named(cache, name)
  if (await isCurrent(image)) return verifyImage(image.dir)
  throw new UsageError(
    `the guest image ${name} was built by another version of chardev-fc: build it again with chardev-fc image build`,
  )
}

/** The image that `ensureImage` would use as it is, not verified; undefined if it would build one. */
export async function presentImage(cache: string): Promise<GuestImage | undefined> {
  const image = await findImage({ cache }).catch((error: unknown) => {
    if (error instanceof UsageError) return undefined
    throw error
  })
  return image !== undefined && (await isCurrent(image)) ? image : undefined
}

/** Whether runs use the image as it is: this version's recipe built it. */
export async function isCurrent({ manifest }: GuestImage): Promise<boolean> {
  return manifest.recipe === (await recipeHash())
}

/** Deletes an image from the cache, and what was made of it to boot from. @throws UsageError if there is no such image. */
export async function removeImage(cache: string, name: string): Promise<void> {
  const image = await named(cache, name)
  await withWorkspace(cache, async work => {
    await publish(image.dir, join(work, 'removed'), false)
  })
  await removeBootInitrds(cache, name)
}

async function named(cache: string, name: string): Promise<GuestImage> {
  const images = await listImages(cache)
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

/** `keep`: if another process has built the image meanwhile, that one is used. */
async function build(options: ImageOptions, other: 'keep' | 'replace'): Promise<GuestImage> {
  const { cache, onProgress, signal } = options
  const { source, name } = await imageSource(options)
  const host = options.kernel === 'host' ? await hostKernel(options.root) : undefined
  const dir = join(cache, 'images', name)
  const recipe = await recipeHash()
  return withWorkspace(cache, async work => {
    const apt = await openApt({ dir: join(work, 'apt'), source, onProgress, signal })
    const debs = [
      ...(await apt.download(['busybox-static', 'dropbear-bin', 'ioport', 'multitee'], 'closure')),
      // Of coreutils only dd is packed, which needs libc alone.
      ...(await apt.download(
        ['coreutils', ...(host === undefined ? await kernelPackages(apt, source) : [])],
        'alone',
      )),
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

async function imageSource(
  options: Pick<ImageOptions, 'release' | 'kernel' | 'root'>,
): Promise<{ source: PackageSource; name: string }> {
  const source = packageSource(options.release ?? 'native', await readMachine(options.root))
  const host = options.kernel === 'host' ? await hostKernel(options.root) : undefined
  return { source, name: host === undefined ? source.label : `${source.label}-host-${host.version}` }
}

/** The image of this machine's release or an imported one, preferably of our recipe. */
async function findImage(options: Omit<ImageOptions, 'onProgress'>): Promise<GuestImage | undefined> {
  const images = await listImages(options.cache)
  const current = await Promise.all(images.map(isCurrent))
  const ours = images.filter((_, index) => current[index])
  const isAsked = options.release !== undefined || options.kernel !== undefined
  try {
    const { name } = await imageSource(options)
    const own = images.find(image => image.name === name)
    if (isAsked || (own !== undefined && ours.includes(own))) return own
    // An imported image with the kernel of another host is used only if --kernel host asks for it.
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
  // Not compressed: under TCG decompression takes longer than loading a few more megabytes.
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
