import { type Command, Option } from 'commander'

/** Of commands that play cases. */
export function playOptions(command: Command): Command {
  return poolOptions(casesArgument(reportOptions(guestOptions(command))).option('--all', 'all cases'))
    .option('--as-documented', "the page's loops at the page's own pace")
    .option('--keep', 'keep the run directory whatever the outcome')
    .option('--verbose', 'tell each step as it happens')
}

export function casesArgument(command: Command): Command {
  return command.argument(
    '[case...]',
    'ids of cases (see: chardev-fc list), or files of your own (docs/adding-a-case.md)',
  )
}

/** How many guests are played, for how long. */
export function poolOptions(command: Command): Command {
  return command
    .option('--timeout <duration>', 'limit of one script', '120s')
    .option('-j, --jobs <number>', 'guests at a time (else by cores and free memory)')
    .option('--cold', 'boot every guest, restore none from a snapshot')
}

/** What `matrix` has besides. */
export function matrixOptions(command: Command): Command {
  return repeatOption(selectionOptions(command))
    .option('--retry-inconclusive <number>', 'play again, so many times, what proves nothing')
    .option('--fail-fast', 'begin no cell after the first that is unexpected')
    .option(
      '--shard <i/n>',
      'the i-th of n parts, to be joined by chardev-fc merge: each cell is in one of them',
    )
    .option('--resume', 'go on with the test run in --results, or begin it')
}

export function repeatOption(command: Command): Command {
  return command.option('--repeat <number>', 'play each cell so many times: the worst counts')
}

/** Of commands that choose cases by patterns. */
export function selectionOptions(command: Command): Command {
  return command
    .option('--only <pattern>', "cases with such an id, as 'unix-*'; repeatable", repeated)
    .option('--skip <pattern>', 'no case with such an id; repeatable', repeated)
}

/** Of commands that boot guests. */
export function guestOptions(command: Command): Command {
  return machineOptions(qemuOption(command))
}

/** Of commands that use a QEMU: see `namedQemus`. */
export function qemuOption(command: Command): Command {
  return command.option(
    '--qemu <qemu>',
    'the QEMU: a path, a pattern of paths, debian:SUITE, a label of qemu list; repeatable ' +
      '(else $CHARDEV_FC_QEMU, else PATH, else one from packages)',
    repeated,
  )
}

/** The same, beside the QEMU. */
export function machineOptions(command: Command): Command {
  command
    .addOption(new Option('--accel <accel>', 'accelerator').choices(['auto', 'kvm', 'tcg']).default('auto'))
    .option('--kernel <path>', 'a kernel of your own, with --initrd; or: host')
    .option('--initrd <path>', 'an initramfs built like ours (docs/guest-image.md)')
  return diskOptions(command)
}

/** Of commands that know of a disk of the user's own. */
export function diskOptions(command: Command): Command {
  return command
    .option('--memory <size>', "the guest's memory (256M, with --image 512M)")
    .option('--image <disk>', 'a guest of your own, which is never written to (docs/own-guest.md); with:')
    .option('--ssh-user <user>', '  who logs in: root, or who may sudo without a password')
    .option('--ssh-key <file>', '  the private key')
    .option('--ssh-port <port>', "  the port of the guest's sshd (22)")
}

/** Of commands that tell results. */
export function reportOptions(command: Command): Command {
  return command
    .option('--json', 'print one JSON document on stdout')
    .option(
      '--report <kind=path>',
      'write a report: tap, junit, json, jsonl, github, html; - is stdout; repeatable (docs/reports.md)',
      repeated,
    )
    .addOption(resultsOption())
    .option(
      '--history <dir>',
      'keep them in a folder there, and show in the HTML page how each cell did before',
    )
}

export function resultsOption(): Option {
  return new Option('--results <dir>', 'keep the results, with journals, in a new folder')
}

/** A value that may be given several times. */
export function repeated(text: string, others: readonly string[] = []): readonly string[] {
  return [...others, text]
}
