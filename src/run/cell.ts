import type { Tools } from '../guest/prepare-guest.ts'
import type { Login } from '../guest/ssh.ts'
import type { Case } from '../model/case/case.ts'
import type { Qemu } from '../qemu/binary/probe.ts'
import type { Boot } from '../qemu/command-line.ts'
import type { Stage } from '../verbs/stage.ts'

/** How to get into a guest. */
interface Access {
  readonly login: Omit<Login, 'port'>
  /** The port that the guest's sshd listens on. */
  readonly sshdPort: number
  /** The command a person types to log in, without the port. */
  readonly ssh: string
}

/** Our own image: it beats on its serial port and says when its sshd listens, all by itself. */
export type OurImage = Extract<Boot, { kind: 'kernel' }> &
  Access & {
    /** The file with the private key. */
    readonly key: string
  }

/** A disk of the user's own, which must be given the tools first. */
export type OwnDisk = Extract<Boot, { kind: 'disk' }> & Access & { readonly tools: Tools }

/** A guest that can be booted. */
export type Bootable = OurImage | OwnDisk

/** One case on one QEMU with one accelerator. */
export interface Cell {
  readonly case: Case<Stage>
  readonly qemu: Qemu
  readonly accel: 'kvm' | 'tcg'
  readonly guest: Bootable
  readonly memoryBytes: number
  readonly overallMs: number
  /** Plays the page's loops at the page's own pace. */
  readonly asDocumented?: boolean
  /** Which play of it this is, from 1 on, when it is played several times. */
  readonly repeat?: number
}
