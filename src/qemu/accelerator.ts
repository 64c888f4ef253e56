import { constants } from 'node:fs'
import { access, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { codeOf } from '../cache/code-of.ts'
import { makeFolder } from '../cache/make-folder.ts'
import { InfraError, UsageError } from '../model/errors.ts'
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
  /** What KVM is tried with, asked for only when it is tried; null where there is nothing. */
  image(): Promise<{ readonly kernel: string; readonly initrd: string } | null>
  readonly cacheDir: string
  readonly say: Say
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
      `wanted --accel ${wanted}, but ${qemu.path} has only ${qemu.accelerators.join(', ')}; use auto, or another --qemu`,
    )
  }
  if (wanted === 'tcg') return { accel: 'tcg', why: 'asked for' }
  const doubt = whyNotBuiltIn(qemu) ?? (await whyNoDevice()) ?? (await whyNoGuest(order))
  if (doubt === null) return { accel: 'kvm', why: 'a guest was seen to start under it' }
  if (wanted === 'auto') return { accel: 'tcg', why: doubt }
  throw new InfraError(`wanted KVM, but ${doubt}; use --accel tcg, or a host where KVM works`)
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
    return '/dev/kvm is not open to this user (on most hosts `sudo usermod -aG kvm $USER` and a new login open it)'
  }
}

/** Why no guest starts under KVM, or null; from the cache where this boot of the host has been asked. */
async function whyNoGuest(order: AcceleratorOrder): Promise<string | null> {
  const { qemu, cacheDir, signal, say } = order
  const image = await order.image()
  if (image === null) {
    const untried = 'there is no guest image of ours to try KVM with (--accel kvm takes it untried)'
    return order.wanted === 'kvm' ? null : untried
  }
  const bootId = (await readFile('/proc/sys/kernel/random/boot_id', 'utf8')).trim()
  const key = await fileIdentity(image.kernel, await fileIdentity(image.initrd), qemu.identity, bootId)
  const answers = join(cacheDir, 'accelerators')
  const file = join(answers, `${key}.json`)
  const known = await readAnswer(file)
  if (known !== undefined) return known
  say('Seeing whether a guest starts under KVM (once per boot of this host)')
  await using folder = await trialFolder(answers, key)
  const { doubt, certain } = await tryKvm(qemu, image, folder.path, signal)
  // What a starved host did not get done in time says nothing about the next try.
  if (certain) await writeAnswer(file, doubt)
  return doubt
}

/** A folder for one trial; those that killed processes left of the same trial go. */
async function trialFolder(
  answers: string,
  key: string,
): Promise<AsyncDisposable & { readonly path: string }> {
  makeFolder(answers)
  for (const name of await readdir(answers)) {
    const [owner, pid] = name.split('.trial-')
    if (owner === key && !isAlive(Number(pid)))
      await rm(join(answers, name), { recursive: true, force: true })
  }
  const path = join(answers, `${key}.trial-${process.pid}`)
  makeFolder(path)
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return codeOf(error) === 'EPERM'
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
  await writeFile(`${file}.${process.pid}`, JSON.stringify({ doubt }))
  await rename(`${file}.${process.pid}`, file)
}
