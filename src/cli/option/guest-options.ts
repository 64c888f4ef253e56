import { type Command, Option } from 'commander'
import { UsageError } from '../../model/errors.ts'
import { repeated } from './repeated.ts'

/** The options of a disk image of the user's own, and those that cannot be combined with it. */
export interface DiskOptions {
  readonly image?: string
  readonly sshUser?: string
  readonly sshKey?: string
  readonly sshPort?: string
  readonly kernel?: string
  readonly initrd?: string
}

/** The options of a command that boots guests. */
export interface GuestOptions extends DiskOptions {
  /** Each value names one QEMU or several: see `resolveQemus`. */
  readonly qemu?: readonly string[]
  readonly accel: 'auto' | 'kvm' | 'tcg'
  /** The default depends on the guest: see `memoryOf`. */
  readonly memory?: string
}

/** Adds `--qemu`: see `resolveQemus`. */
export function qemuOption(command: Command, count: 'one' | 'several' = 'several'): Command {
  const values = 'QEMU binary: a path, a glob, debian:SUITE, or a label from `qemu list`'
  const usual = '(default: $CHARDEV_FC_QEMU, then $PATH, then one from packages)'
  return command.option(
    '--qemu <qemu>',
    `${values}${count === 'one' ? '' : '; repeatable'} ${usual}`,
    count === 'one' ? onlyQemu : repeated,
  )
}

function onlyQemu(value: string, others: readonly string[] = []): readonly string[] {
  if (others.length === 0) return [value]
  throw new UsageError(`--qemu: expected one QEMU, got ${[...others, value].join(' and ')}`)
}

/** Adds the options of `GuestOptions` without `--qemu`. */
export function machineOptions(command: Command): Command {
  accelOption(command, 'auto uses KVM only if a guest starts under it')
    .option(
      '--kernel <path>',
      'guest kernel; needs --initrd, unless it is "host": the kernel of this machine',
    )
    .option('--initrd <path>', 'guest initramfs, built like ours (docs/guest-image.md)')
  return diskOptions(command)
}

/** Adds `--accel`; `auto` says what its default does. */
export function accelOption(command: Command, auto: string): Command {
  return command.addOption(
    new Option('--accel <accel>', `accelerator; ${auto}`).choices(['auto', 'kvm', 'tcg']).default('auto'),
  )
}

/** Adds `--memory` and the options of a disk image of the user's own. */
export function diskOptions(command: Command): Command {
  return command
    .option('--memory <size>', 'guest memory (default: 256M; with --image 512M)')
    .option(
      '--image <disk>',
      'boot this disk image instead of our guest; it is never written to (docs/own-guest.md)',
    )
    .option('--ssh-user <user>', '  user to log in as: root, or a user who can sudo without a password')
    .option('--ssh-key <file>', '  private key of that user')
    .option('--ssh-port <port>', "  port of the guest's sshd (default: 22)")
}
