import { constants } from 'node:fs'
import { access } from 'node:fs/promises'
import { join } from 'node:path'
import { codeOf } from '../cache/code-of.ts'
import { bootId } from '../cache/owner.ts'
import { withWorkspace } from '../cache/workspace.ts'
import { InfraError, UsageError } from '../model/errors.ts'
import type { OnProgress } from '../model/progress-event.ts'
import { AnswerCache } from './binary/answer-cache.ts'
import { fileIdentity } from './binary/file-identity.ts'
import type { Qemu } from './binary/qemu.ts'
import { tryKvm } from './try-kvm.ts'

/** The accelerator for guests, and why. */
export interface Accelerator {
  readonly accel: 'kvm' | 'tcg'
  readonly why: string
}

/** Inputs of the choice. */
export interface AcceleratorOrder {
  readonly wanted: 'auto' | 'kvm' | 'tcg'
  readonly qemu: Qemu
  /** The guest image to test KVM with, requested only for a test; null if there is none. */
  image(): Promise<{ readonly kernel: string; readonly initrd: string } | null>
  readonly cacheDir: string
  readonly onProgress: OnProgress
  readonly signal: AbortSignal
}

/**
 * Chooses the accelerator by starting a test guest under KVM, once per boot of the host, binary and image: on some nested
 * hosts /dev/kvm opens but no guest ever starts. Throws InfraError if KVM was requested and does not work, UsageError if
 * the binary lacks the requested accelerator.
 */
export async function chooseAccelerator(order: AcceleratorOrder): Promise<Accelerator> {
  const { wanted, qemu } = order
  if (wanted !== 'auto' && qemu.accelerators?.includes(wanted) === false) {
    throw new UsageError(
      `--accel ${wanted}: ${qemu.path} supports only ${qemu.accelerators.join(', ')}; use auto, or another --qemu`,
    )
  }
  if (wanted === 'tcg') return { accel: 'tcg', why: 'requested' }
  const isBuiltIn = qemu.accelerators?.includes('kvm') !== false
  const doubt = isBuiltIn
    ? ((await whyNoDevice()) ?? (await whyNoGuest(order)))
    : 'this QEMU was built without KVM'
  if (doubt === null) return { accel: 'kvm', why: 'a test guest started under it' }
  if (wanted === 'auto') return { accel: 'tcg', why: doubt }
  throw new InfraError(`--accel kvm: ${doubt}; use --accel tcg, or a host where KVM works`)
}

/** Why this user cannot open /dev/kvm, or null. */
async function whyNoDevice(): Promise<string | null> {
  try {
    await access('/dev/kvm', constants.R_OK | constants.W_OK)
    return null
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return 'this host has no /dev/kvm'
    return 'no permission to open /dev/kvm (on most hosts: `sudo usermod -aG kvm $USER`, then log in again)'
  }
}

/** Why no guest starts under KVM, or null. Cached for this boot of the host. */
async function whyNoGuest(order: AcceleratorOrder): Promise<string | null> {
  const { qemu, cacheDir, signal, onProgress } = order
  const image = await order.image()
  if (image === null) {
    const untried = 'KVM untested: there is no guest image to test it with (--accel kvm uses it untested)'
    return order.wanted === 'kvm' ? null : untried
  }
  const key = await fileIdentity(image.kernel, await fileIdentity(image.initrd), qemu.identity, bootId())
  const answers = new AnswerCache<string | null>(join(cacheDir, 'accelerators'))
  const known = await answers.get(key)
  if (known !== undefined) return known
  onProgress('Testing KVM with a guest (once per boot of this host)')
  const { doubt, certain } = await withWorkspace(cacheDir, folder => tryKvm(qemu, image, folder, signal))
  // An overloaded host says nothing about the next try.
  if (certain) await answers.put(key, doubt)
  return doubt
}
