import { type Command, Option } from 'commander'

/** The options of a command that boots guests, beside its QEMU. */
export function machineOptions(command: Command): Command {
  command
    .addOption(new Option('--accel <accel>', 'accelerator').choices(['auto', 'kvm', 'tcg']).default('auto'))
    .option('--kernel <path>', 'a kernel of your own, with --initrd; or: host')
    .option('--initrd <path>', 'an initramfs built like ours (docs/guest-image.md)')
  return diskOptions(command)
}

/** The options of a guest that may be a disk of the user's own. */
export function diskOptions(command: Command): Command {
  return command
    .option('--memory <size>', "the guest's memory (256M, with --image 512M)")
    .option('--image <disk>', 'a guest of your own, which is never written to (docs/own-guest.md); with:')
    .option('--ssh-user <user>', '  who logs in: root, or who may sudo without a password')
    .option('--ssh-key <file>', '  the private key')
    .option('--ssh-port <port>', "  the port of the guest's sshd (22)")
}
