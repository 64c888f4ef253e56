import { type Command, Option } from 'commander'

/** Options of commands that run cases. */
export function playOptions(command: Command): Command {
  return poolOptions(casesArgument(reportOptions(guestOptions(command))).option('--all', 'all cases'))
    .option('--as-documented', "use the wiki page's one-second pauses instead of shortened ones")
    .option('--keep', 'keep the run directory even if the outcome is as expected')
    .option('--verbose', 'print each step as it happens')
}

export function casesArgument(command: Command): Command {
  return command.argument(
    '[case...]',
    'case ids (see chardev-fc list) or paths of case files (docs/adding-a-case.md)',
  )
}

/** How many guests run at a time, how they start, and for how long they run. */
export function poolOptions(command: Command): Command {
  return command
    .option('--timeout <duration>', 'time limit for the script of one case', '120s')
    .option('-j, --jobs <number>', 'guests to run at a time (default: by cores and free memory)')
    .option('--cold', 'boot every guest instead of restoring a snapshot')
}

/** Options of `matrix` alone. */
export function matrixOptions(command: Command): Command {
  return repeatOption(selectionOptions(command))
    .option('--retry-inconclusive <n>', 'retry inconclusive cells up to N times')
    .option('--fail-fast', 'start no further cell after an unexpected result')
    .option('--shard <i/n>', 'run only the i-th of n parts of the matrix; chardev-fc merge joins the results')
    .option('--resume', 'continue the interrupted test run in --results; start it if there is none')
}

export function repeatOption(command: Command): Command {
  return command.option('--repeat <n>', 'run each cell N times; the worst result counts')
}

/** Options of commands that select cases by pattern. */
export function selectionOptions(command: Command): Command {
  return command
    .option('--only <pattern>', "run only cases whose id matches, e.g. 'unix-*'; repeatable", repeated)
    .option('--skip <pattern>', 'leave out cases whose id matches; repeatable', repeated)
}

/** Options of commands that boot guests. */
export function guestOptions(command: Command): Command {
  return machineOptions(qemuOption(command))
}

/** The option of commands that use a QEMU: see `namedQemus`. */
export function qemuOption(command: Command): Command {
  return command.option(
    '--qemu <qemu>',
    'QEMU binary: a path, a glob, debian:SUITE, or a label from `qemu list`; repeatable ' +
      '(default: $CHARDEV_FC_QEMU, then $PATH, then one from packages)',
    repeated,
  )
}

/** The same without `--qemu`. */
export function machineOptions(command: Command): Command {
  command
    .addOption(
      new Option('--accel <accel>', 'accelerator; auto uses KVM only if a guest starts under it')
        .choices(['auto', 'kvm', 'tcg'])
        .default('auto'),
    )
    .option(
      '--kernel <path>',
      'guest kernel; needs --initrd, unless it is "host": the kernel of this machine',
    )
    .option('--initrd <path>', 'guest initramfs, built like ours (docs/guest-image.md)')
  return diskOptions(command)
}

/** Options that describe the guest, a disk image of the user's own among them. */
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

/** Options of commands that report results. */
export function reportOptions(command: Command): Command {
  return command
    .option('--json', 'print one JSON document on stdout')
    .option(
      '--report <kind=path>',
      'write a report of kind tap, junit, json, jsonl, github or html; path - is stdout; repeatable (docs/reports.md)',
      repeated,
    )
    .addOption(resultsOption())
    .option(
      '--history <dir>',
      'keep the results in a new folder below DIR; the HTML page shows earlier results from there',
    )
}

export function resultsOption(): Option {
  return new Option('--results <dir>', 'keep results and journals in this new folder')
}

/** Collects the values of a repeatable option. */
export function repeated(text: string, others: readonly string[] = []): readonly string[] {
  return [...others, text]
}
