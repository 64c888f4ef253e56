import { access } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import { bootInitrd } from '../../images/boot-initrd.ts'
import { installQemu } from '../../images/debian-qemu.ts'
import { ensureImage } from '../../images/guest-image.ts'
import { ensureIdentity } from '../../images/identity.ts'
import { kernelArguments } from '../../images/kernel-arguments.ts'
import { UsageError } from '../model/errors.ts'
import type { Say } from '../model/say.ts'
import { sizeBytes } from '../model/units.ts'
import { chooseAccelerator } from '../qemu/accelerator.ts'
import { findQemu } from '../qemu/find.ts'
import { probeQemu, type Qemu } from '../qemu/probe.ts'
import type { Bootable } from '../run/cell.ts'
import type { GuestOptions } from './guest-options.ts'
import { paths } from './paths.ts'

/** A QEMU, a guest, and how they go together. */
export interface Outfit {
  readonly qemu: Qemu
  readonly guest: Bootable
  readonly accel: 'kvm' | 'tcg'
  readonly memoryBytes: number
}

/** Finds, or fetches and builds, all that a guest needs. Throws UsageError and InfraError. */
export async function outfit(options: GuestOptions, say: Say, signal: AbortSignal): Promise<Outfit> {
  const { cache } = paths(process.env)
  const memoryBytes = sizeBytes(options.memory)
  const qemu = await theQemu(options.qemu, cache, say, signal)
  const guest = await theGuest(options, cache, say, signal)
  const { accel, why } = await chooseAccelerator({
    wanted: options.accel,
    qemu,
    image: { kernel: guest.kernel, initrd: guest.initrd },
    cacheDir: cache,
    signal,
    say,
  })
  if (options.accel === 'auto') say({ kind: 'step', text: `Accelerator ${accel}: ${why}` })
  return { qemu, guest, accel, memoryBytes }
}

async function theQemu(
  wanted: string | undefined,
  cache: string,
  say: Say,
  signal: AbortSignal,
): Promise<Qemu> {
  const { env } = process
  const found = await findQemu({ wanted, env: env['CHARDEV_FC_QEMU'], path: env['PATH'] ?? '' })
  if (found !== null) return probeQemu(found.path, cache, signal)
  const installed = await installQemu({ source: 'native', cache, say, signal })
  return probeQemu(installed.path, cache, signal)
}

async function theGuest(
  options: GuestOptions,
  cache: string,
  say: Say,
  signal: AbortSignal,
): Promise<Bootable> {
  return bootable(cache, await theImage(options, cache, say, signal))
}

/** An image with this installation's keys, and how to boot it and log in. */
export async function bootable(
  cache: string,
  image: { readonly name: string; readonly kernel: string; readonly initrd: string },
): Promise<Bootable> {
  const identity = await ensureIdentity(cache)
  const key = join(cache, 'identity', 'id_ed25519')
  return {
    kernel: image.kernel,
    initrd: await bootInitrd(cache, image, identity),
    append: kernelArguments.join(' '),
    login: { user: 'root', privateKey: identity.privateKey, hostPublicKey: identity.hostPublicKey },
    ssh: `ssh -i ${key} -o UserKnownHostsFile=/dev/null -o StrictHostKeyChecking=no root@127.0.0.1`,
  }
}

async function theImage(
  { kernel, initrd }: GuestOptions,
  cache: string,
  say: Say,
  signal: AbortSignal,
): Promise<{ name: string; kernel: string; initrd: string }> {
  if (kernel === 'host') return ensureImage({ cache, say, signal, kernel: 'host' })
  if (kernel === undefined && initrd === undefined) return ensureImage({ cache, say, signal })
  if (kernel === undefined || initrd === undefined) {
    throw new UsageError('--kernel and --initrd go together (or --kernel host, alone): give both')
  }
  for (const path of [kernel, initrd]) {
    await access(path).catch(error => {
      throw new UsageError(`wanted a kernel and an initramfs, cannot read ${path}: ${error.message}`)
    })
  }
  return { name: `own-${basename(initrd)}`, kernel: resolve(kernel), initrd: resolve(initrd) }
}
