import { constants } from 'node:fs'
import { access, mkdir, mkdtemp, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { InfraError } from '../model/errors.ts'
import type { Say } from '../model/say.ts'
import { fileIdentity } from './file-identity.ts'
import type { Qemu } from './qemu.ts'
import { tryKvm } from './try-kvm.ts'

/** Which accelerator guests get, and why, for people. */
export interface Accelerator {
  readonly accel: 'kvm' | 'tcg'
  readonly why: string
}

/** What the choice depends on. */
export interface AcceleratorOrder {
  readonly wanted: 'auto' | 'kvm' | 'tcg'
  readonly qemu: Qemu
  readonly image: { readonly kernel: string; readonly initrd: string }
  readonly cacheDir: string
  readonly say: Say
  readonly signal: AbortSignal
}

/**
 * Chooses by evidence: a /dev/kvm that opens is not enough (on some nested hosts it opens and no guest ever
 * starts), so a guest is really started under KVM, once per boot of the host, binary and image.
 * Throws InfraError when KVM was asked for and does not work.
 */
export async function chooseAccelerator(order: AcceleratorOrder): Promise<Accelerator> {
  if (order.wanted === 'tcg') return { accel: 'tcg', why: 'asked for' }
  const doubt = (await whyNoDevice()) ?? (await whyNoGuest(order))
  if (doubt === null) return { accel: 'kvm', why: 'a guest was seen to start under it' }
  if (order.wanted === 'auto') return { accel: 'tcg', why: doubt }
  throw new InfraError(`wanted KVM, but ${doubt}: use --accel tcg, or a host where KVM works`)
}

/** Why /dev/kvm cannot be opened by us, or null. */
async function whyNoDevice(): Promise<string | null> {
  try {
    await access('/dev/kvm', constants.R_OK | constants.W_OK)
    return null
  } catch {
    const there = await stat('/dev/kvm').catch(() => null)
    return there === null
      ? 'this host has no /dev/kvm'
      : 'we may not open /dev/kvm (is the user in its group, often kvm?)'
  }
}

/** Why no guest starts under KVM, or null; from the cache where this boot of the host has been asked. */
async function whyNoGuest(order: AcceleratorOrder): Promise<string | null> {
  const { qemu, image, cacheDir, signal, say } = order
  const bootId = (await readFile('/proc/sys/kernel/random/boot_id', 'utf8')).trim()
  const key = await fileIdentity(image.kernel, qemu.identity, bootId)
  const file = join(cacheDir, 'accelerators', `${key}.json`)
  const known = await readAnswer(file)
  if (known !== undefined) return known
  say({ kind: 'step', text: 'Seeing whether a guest starts under KVM (once per boot of this host)' })
  const folder = await mkdtemp(join(tmpdir(), 'cfc-kvm-'))
  try {
    const { doubt, certain } = await tryKvm(qemu, image, folder, signal)
    // What a starved host did not get done in time says nothing about the next try.
    if (certain) await writeAnswer(file, doubt)
    return doubt
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function readAnswer(file: string): Promise<string | null | undefined> {
  try {
    const { doubt } = JSON.parse(await readFile(file, 'utf8')) as { doubt?: unknown }
    return doubt === null || typeof doubt === 'string' ? doubt : undefined
  } catch {
    return undefined
  }
}

async function writeAnswer(file: string, doubt: string | null): Promise<void> {
  await mkdir(join(file, '..'), { recursive: true })
  await writeFile(`${file}.${process.pid}`, JSON.stringify({ doubt }))
  await rename(`${file}.${process.pid}`, file)
}
