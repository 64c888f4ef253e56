import type { KeepingOptions } from './keeping.ts'

/** How a command that boots guests is told which. */
export interface GuestOptions {
  readonly qemu?: string
  readonly accel: 'auto' | 'kvm' | 'tcg'
  readonly memory: string
  readonly kernel?: string
  readonly initrd?: string
}

/** The flags of `run` beside those that choose the guest. */
export interface RunFlags extends KeepingOptions {
  readonly all?: true
  readonly timeout: string
  readonly keep?: true
  readonly json?: true
  readonly report?: readonly string[]
  readonly verbose?: true
  readonly asDocumented?: true
}
