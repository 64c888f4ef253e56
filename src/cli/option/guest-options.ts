import type { KeepingOptions } from '../results/test-run-folders.ts'

/** How a command is told of a disk of the user's own, and which options do not go with one. */
export interface DiskOptions {
  readonly image?: string
  readonly sshUser?: string
  readonly sshKey?: string
  readonly sshPort?: string
  readonly kernel?: string
  readonly initrd?: string
}

/** How a command that boots guests is told which. */
export interface GuestOptions extends DiskOptions {
  /** Words, each for one QEMU or several: see `namedQemus`. */
  readonly qemu?: readonly string[]
  readonly accel: 'auto' | 'kvm' | 'tcg'
  /** Unless told, as much as the guest is known to do with: see `memoryOf`. */
  readonly memory?: string
}

/** The flags of `merge`: where results go. */
export interface MergeFlags extends Pick<KeepingOptions, 'results' | 'history'> {
  readonly json?: true
  readonly report?: readonly string[]
  /** How many folders there should be. */
  readonly parts?: string
}

/** The flags of commands that play cases, beside those that choose the guest. */
export interface RunFlags extends KeepingOptions {
  readonly all?: true
  readonly timeout: string
  readonly keep?: true
  readonly json?: true
  readonly report?: readonly string[]
  readonly verbose?: true
  readonly cold?: true
  readonly jobs?: string
  readonly asDocumented?: true
  readonly bisectExit?: true
  readonly symptom?: string
}

/** What `matrix` knows besides. */
export interface MatrixFlags extends RunFlags {
  readonly only?: readonly string[]
  readonly skip?: readonly string[]
  readonly repeat?: string
  readonly retryInconclusive?: string
  readonly failFast?: true
  readonly shard?: string
}
