import type { Tools } from '../guest/prepare-guest.ts'
import type { Login } from '../guest/ssh.ts'
import type { Case } from '../model/case/case.ts'
import type { Qemu } from '../qemu/binary/probe.ts'
import type { Boot } from '../qemu/command-line.ts'
import type { Stage } from '../verbs/stage.ts'

/** How to log in to a guest. */
interface Access {
  readonly login: Omit<Login, 'port'>
  /** The port that the guest's sshd listens on. */
  readonly sshdPort: number
  /** The command to type to log in, without the port. */
  readonly ssh: string
}

/** Our own image: it starts the heartbeat on its serial port and reports when its sshd listens. */
export type OurImage = Extract<Boot, { kind: 'kernel' }> &
  Access & {
    /** The file with the private key. */
    readonly key: string
  }

/** The user's own disk image, in which the tools must be installed first. */
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
  /** Uses the wiki page's one-second pauses instead of shortened ones. */
  readonly asDocumented?: boolean
  /** The number of this repeat, from 1, when the cell runs several times. */
  readonly repeat?: number
}
