import { totalmem } from 'node:os'
import { bootableImage } from '../../../images/image/bootable-image.ts'
import { ensureImage } from '../../../images/image/guest-image.ts'
import { InfraError, UsageError } from '../../model/errors.ts'
import type { OnProgress } from '../../model/progress-event.ts'
import { sizeBytes, sizeText } from '../../model/value/units.ts'
import { chooseAccelerator } from '../../qemu/accelerator.ts'
import type { Qemu } from '../../qemu/binary/probe.ts'
import type { Bootable } from '../../run/cell.ts'
import type { GuestOptions } from '../option/guest-options.ts'
import { named } from '../option/named.ts'
import { paths } from '../paths.ts'
import { ownDisk } from './own-disk.ts'
import { ownKernel } from './own-kernel.ts'
import { prepareQemus, singleQemu } from './resolve-qemus.ts'

/** The kernel and the unpacked initramfs need at least this much. */
const leastMemoryBytes = 64 * 1024 ** 2

/** A QEMU, a guest, and how the guest runs on it. */
export interface TestBed {
  readonly qemu: Qemu
  readonly guest: Bootable
  readonly accel: 'kvm' | 'tcg'
  readonly memoryBytes: number
}

/** `testBeds` for options that name one QEMU. Throws UsageError and InfraError. */
export async function testBed(
  options: GuestOptions,
  onProgress: OnProgress,
  signal: AbortSignal,
): Promise<TestBed> {
  return singleQemu(await testBeds(options, onProgress, signal), options.qemu ?? [])
}

/** Finds, or fetches and builds, what a guest needs on each QEMU of the options. Throws UsageError and InfraError. */
export async function testBeds(
  options: GuestOptions,
  onProgress: OnProgress,
  signal: AbortSignal,
): Promise<TestBed[]> {
  const { cache } = paths(process.env)
  const disk = await ownDisk(options)
  const memoryBytes = memoryHere(options)
  const qemus = await prepareQemus(options.qemu ?? [], { onProgress, signal })
  const ours = { cache, onProgress, signal }
  const guest = disk ?? (await bootableImage(cache, await imageOf(options, ours)))
  const image = () => (guest.kind === 'kernel' ? Promise.resolve(guest) : imageForTrial(ours))
  const beds: TestBed[] = []
  const reported = new Set<string>()
  for (const qemu of qemus) {
    const choice = { wanted: options.accel, qemu, image, cacheDir: cache, signal, onProgress }
    const { accel, why } = await chooseAccelerator(choice)
    const text = `Accelerator ${accel}: ${why}`
    if (options.accel === 'auto' && !reported.has(text)) onProgress(text)
    reported.add(text)
    beds.push({ qemu, guest, accel, memoryBytes })
  }
  return beds
}

/** Checks the options of a guest of the user's own without booting it. Throws UsageError. */
export async function checkGuest(options: GuestOptions): Promise<void> {
  await ownDisk(options)
  memoryHere(options)
  await ownKernel(options)
}

/** The guest's memory in bytes. The default is what our image needs, or for a disk the wiki page's 512 MiB. */
export function memoryOf({ memory, image }: Pick<GuestOptions, 'memory' | 'image'>): number {
  const bytes = named('--memory', () => sizeBytes(memory ?? (image === undefined ? '256M' : '512M')))
  if (bytes < leastMemoryBytes) throw new UsageError(`--memory: expected at least 64M, got '${memory}'`)
  return bytes
}

function memoryHere(options: GuestOptions): number {
  const bytes = memoryOf(options)
  if (bytes <= totalmem()) return bytes
  throw new UsageError(
    `--memory: expected at most ${sizeText(totalmem())}, which this machine has, got '${options.memory}'`,
  )
}

type OurImageOptions = Parameters<typeof ensureImage>[0]

async function imageOf(options: GuestOptions, ours: OurImageOptions) {
  const host = { ...ours, kernel: 'host' } as const
  return (await ownKernel(options)) ?? ensureImage(options.kernel === 'host' ? host : ours)
}

/** A user's disk may print nothing on its serial port, so KVM is tried with our image; null if there is none. */
async function imageForTrial(ours: OurImageOptions) {
  try {
    return await ensureImage(ours)
  } catch (error) {
    if (error instanceof UsageError || error instanceof InfraError) return null
    throw error
  }
}
