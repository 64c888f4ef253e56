import { join } from 'node:path'
import { bootInitrd } from '../../../images/image/boot-initrd.ts'
import { ensureImage } from '../../../images/image/guest-image.ts'
import { ensureIdentity } from '../../../images/image/identity.ts'
import { kernelArguments } from '../../../images/image/kernel-arguments.ts'
import { InfraError, UsageError } from '../../model/errors.ts'
import type { OnProgress } from '../../model/progress-event.ts'
import { sizeBytes } from '../../model/value/units.ts'
import { chooseAccelerator } from '../../qemu/accelerator.ts'
import type { Qemu } from '../../qemu/binary/probe.ts'
import type { Bootable, OurImage } from '../../run/cell.ts'
import type { GuestOptions } from '../option/guest-options.ts'
import { paths } from '../paths.ts'
import { ownDisk } from './own-disk.ts'
import { ownFiles } from './own-files.ts'
import { onlyQemu, theQemus } from './qemus.ts'

/** A kernel and what it unpacks do not fit into less. */
const leastMemoryBytes = 64 * 1024 ** 2

/** A QEMU, a guest, and how they go together. */
export interface TestBed {
  readonly qemu: Qemu
  readonly guest: Bootable
  readonly accel: 'kvm' | 'tcg'
  readonly memoryBytes: number
}

/** Finds, or fetches and builds, all that a guest needs on one QEMU. Throws UsageError and InfraError. */
export async function testBed(
  options: GuestOptions,
  onProgress: OnProgress,
  signal: AbortSignal,
): Promise<TestBed> {
  return onlyQemu(await testBeds(options, onProgress, signal), options.qemu ?? [])
}

/** The same for each QEMU that the options name. Throws UsageError and InfraError. */
export async function testBeds(
  options: GuestOptions,
  onProgress: OnProgress,
  signal: AbortSignal,
): Promise<TestBed[]> {
  const { cache } = paths(process.env)
  const memoryBytes = memoryOf(options)
  const disk = await ownDisk(options)
  const qemus = await theQemus(options.qemu ?? [], { onProgress, signal })
  const guest = disk ?? (await bootable(cache, await theImage(options, cache, onProgress, signal)))
  const image = () =>
    guest.kind === 'kernel' ? Promise.resolve(guest) : imageForTrial(cache, onProgress, signal)
  const made: TestBed[] = []
  const told = new Set<string>()
  for (const qemu of qemus) {
    const choice = { wanted: options.accel, qemu, image, cacheDir: cache, signal, onProgress }
    const { accel, why } = await chooseAccelerator(choice)
    const text = `Accelerator ${accel}: ${why}`
    if (options.accel === 'auto' && !told.has(text)) onProgress(text)
    told.add(text)
    made.push({ qemu, guest, accel, memoryBytes })
  }
  return made
}

/** Looks at a guest of the user's own, without booting it. Throws UsageError for what is none. */
export async function checkGuest(options: GuestOptions): Promise<void> {
  const { kernel, initrd } = options
  memoryOf(options)
  await ownDisk(options)
  if (kernel !== 'host' && (kernel !== undefined || initrd !== undefined)) await ownFiles(kernel, initrd)
}

/** The guest's memory in bytes: what was asked for, else what our image needs, or the page's own 512 MiB for a disk. */
export function memoryOf({ memory, image }: Pick<GuestOptions, 'memory' | 'image'>): number {
  const bytes = sizeBytes(memory ?? (image === undefined ? '256M' : '512M'))
  if (bytes < leastMemoryBytes) throw new UsageError(`--memory: expected at least 64M, got '${memory}'`)
  return bytes
}

/** A disk of the user's own may show nothing on its serial port: whether KVM works is tried with our image, if it can be had. */
async function imageForTrial(cache: string, onProgress: OnProgress, signal: AbortSignal) {
  try {
    return await ensureImage({ cache, onProgress, signal })
  } catch (error) {
    if (error instanceof UsageError || error instanceof InfraError) return null
    throw error
  }
}

/** An image with this installation's keys, and how to boot it and log in. */
export async function bootable(
  cache: string,
  image: { readonly name: string; readonly kernel: string; readonly initrd: string },
): Promise<OurImage> {
  const identity = await ensureIdentity(cache)
  const key = join(cache, 'identity', 'id_ed25519')
  return {
    kind: 'kernel',
    kernel: image.kernel,
    initrd: await bootInitrd(cache, image, identity),
    append: kernelArguments.join(' '),
    sshdPort: 22,
    login: { user: 'root', privateKey: identity.privateKey, hostPublicKey: identity.hostPublicKey },
    key,
    ssh: `ssh -i ${key} -o UserKnownHostsFile=/dev/null -o StrictHostKeyChecking=no root@127.0.0.1`,
  }
}

async function theImage(
  { kernel, initrd }: GuestOptions,
  cache: string,
  onProgress: OnProgress,
  signal: AbortSignal,
): Promise<{ name: string; kernel: string; initrd: string }> {
  if (kernel === 'host') return ensureImage({ cache, onProgress, signal, kernel: 'host' })
  if (kernel === undefined && initrd === undefined) return ensureImage({ cache, onProgress, signal })
  return ownFiles(kernel, initrd)
}
