import type { QemuProcess } from '../../qemu/process.ts'
import type { Qmp } from '../../qemu/qmp.ts'

/** The number of a QEMU in its run. A case that moves its guest has more than one. */
export interface QemuNumber {
  /** 2, 3, …; the first has none. */
  readonly process?: number | undefined
}

/** A QEMU of the run that answers on QMP. */
export interface QemuOfRun extends QemuNumber {
  readonly qemu: QemuProcess
  readonly qmp: Qmp
  /** The host port that is forwarded to the guest's sshd. */
  readonly sshPort: number
}

/** The name of a file or socket of a QEMU. */
export function nameOf(name: string, { process }: QemuNumber): string {
  return `${name}${process ?? ''}`
}

/** The mark of its observations in the journal. */
export function markOf({ process }: QemuNumber): { readonly process?: number } {
  return process === undefined ? {} : { process }
}
