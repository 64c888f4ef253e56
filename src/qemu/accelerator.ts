import { constants } from 'node:fs'
import { access, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { bootId } from '../cache/owner.ts'
import { withWorkspace } from '../cache/workspace.ts'
import { InfraError, UsageError } from '../model/errors.ts'
import type { OnProgress } from '../model/progress-event.ts'
import { fileIdentity } from './binary/file-identity.ts'
import { AnswerCache } from './binary/answer-cache.ts'
import type { Qemu } from './binary/qemu.ts'
import { tryKvm } from './try-kvm.ts'

/** Which accelerator guests get, and why, as text. */
export interface Accelerator {
  readonly accel: 'kvm' | 'tcg'
  readonly why: string
}

/** What the choice depends on. */
export interface AcceleratorOrder {
  readonly wanted: 'auto' | 'kvm' | 'tcg'
  readonly qemu: Qemu
  /** What KVM is tried with, asked for only when it is tried; null where there is nothing. */
  image(): Promise<{ readonly kernel: string; readonly initrd: string } | null>
  readonly cacheDir: string
  readonly onProgress: OnProgress
  readonly signal: AbortSignal
}

/**
 * Chooses by evidence: a /dev/kvm that opens is not enough (on some nested hosts it opens and no guest ever
 * starts), so a guest is really started under KVM, once per boot of the host, binary and image.
 * Throws InfraError when KVM was asked for and does not work, UsageError when the binary lacks what was asked for.
 */
export async function chooseAccelerator(order: AcceleratorOrder): Promise<Accelerator> {
  const { wanted, qemu } = order
  if (wanted !== 'auto' && qemu.accelerators?.includes(wanted) === false) {
    throw new UsageError(
      `--accel ${wanted}: ${qemu.path} supports only ${qemu.accelerators.join(', ')}; use auto, or another --qemu`,
    )
  }
  if (wanted === 'tcg') return { accel: 'tcg', why: 'asked for' }
  const doubt = whyNotBuiltIn(qemu) ?? (await whyNoDevice()) ?? (await whyNoGuest(order))
  if (doubt === null) return { accel: 'kvm', why: 'a test guest started under it' }
  if (wanted === 'auto') return { accel: 'tcg', why: doubt }
  throw new InfraError(`--accel kvm: ${doubt}; use --accel tcg, or a host where KVM works`)
}

function whyNotBuiltIn({ accelerators }: Qemu): string | null {
  return accelerators?.includes('kvm') === false ? 'this QEMU was built without KVM' : null
}

/** Why /dev/kvm cannot be opened by us, or null. */
async function whyNoDevice(): Promise<string | null> {
  try {
    await access('/dev/kvm', constants.R_OK | constants.W_OK)
    return null
  } catch {
    const there = await stat('/dev/kvm').catch(() => null)
    if (there === null) return 'this host has no /dev/kvm'
    return 'no permission to open /dev/kvm (on most hosts: `sudo usermod -aG kvm $USER`, then log in again)'
  }
}

/** Why no guest starts under KVM, or null; from the cache where this boot of the host has been asked. */
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
  // What a starved host did not get done in time says nothing about the next try.
  if (certain) await answers.put(key, doubt)
  return doubt
}
