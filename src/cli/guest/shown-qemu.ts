import { existsSync } from 'node:fs'
import type { Target } from '../../model/case/backend.ts'
import { UsageError } from '../../model/errors.ts'
import { probeQemu } from '../../qemu/binary/probe.ts'
import type { Qemu } from '../../qemu/binary/qemu.ts'
import { interruptSignal } from '../interrupt.ts'
import { paths } from '../paths.ts'
import { err } from '../terminal/output.ts'
import { progressTo } from '../terminal/progress-to.ts'
import { acceleratorHere } from './accelerator-here.ts'
import { type ResolvedQemu, resolveQemus, singleQemu } from './resolve-qemus.ts'

/** A QEMU as `show` names it. */
export interface ShownQemu {
  readonly qemu: string
  readonly target: Target
  readonly accel: 'kvm' | 'tcg'
  /** The same, if it is on this machine. */
  readonly here?: Qemu
  /** What is shown instead of a QEMU that is not on this machine. */
  readonly assumed?: string
}

export interface ShownQemuOptions {
  readonly qemu?: string
  readonly accel: 'auto' | 'kvm' | 'tcg'
}

const usualName = 'qemu-system-x86_64'
/** The options of a recent QEMU, for one that is not on this machine. */
const recent = { version: '11.1.0', hasReconnectMs: true }

/**
 * The QEMU that `run` would use, and its accelerator. Nothing is installed: for a QEMU that is not on this machine, a
 * recent one is shown, with TCG, which works everywhere. Throws UsageError for packages that `--qemu` names and that are
 * not installed, and for a file that is no QEMU.
 */
export async function shownQemu({ qemu: asked, accel }: ShownQemuOptions): Promise<ShownQemu> {
  const found = await resolvedHere(asked)
  if (found.kind === 'program' && existsSync(found.path)) {
    const signal = interruptSignal()
    const qemu = await probeQemu(found.path, paths(process.env).cache, signal)
    const onProgress = progressTo(err)
    const chosen = accel === 'auto' ? (await acceleratorHere(qemu, { signal, onProgress })).accel : accel
    return { qemu: qemu.path, target: qemu, accel: chosen, here: qemu }
  }
  const isInstallable = found.kind === 'packages'
  const name = isInstallable ? usualName : (asked ?? (process.env['CHARDEV_FC_QEMU'] || usualName))
  const why = isInstallable
    ? `no QEMU here: chardev-fc run would install one (chardev-fc qemu install ${found.source})`
    : `no ${name} here`
  const assumed = `${why}; shown are the options of QEMU ${recent.version}`
  return { qemu: name, target: recent, accel: accel === 'auto' ? 'tcg' : accel, assumed }
}

async function resolvedHere(asked: string | undefined): Promise<ResolvedQemu> {
  const values = asked === undefined ? [] : [asked]
  try {
    const found = singleQemu(await resolveQemus(values), values)
    if (found.kind !== 'packages' || asked === undefined) return found
    throw new UsageError(`${asked} is not installed; install it with: chardev-fc qemu install ${asked}`)
  } catch (error) {
    // A machine without packages can show a case, too.
    if (asked === undefined && error instanceof UsageError) return { kind: 'nothing', why: error.message }
    throw error
  }
}
