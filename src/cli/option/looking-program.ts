import { type Command, Option } from 'commander'
import type { DoctorOptions } from '../command/doctor.ts'
import type { ShowOptions } from '../command/show.ts'
import { example } from './example.ts'
import type { MergeFlags } from './guest-options.ts'
import { nightly } from './nightly-program.ts'
import { diskOptions, qemuOption, reportOptions } from './options.ts'

/** The commands that boot no guest. `ends` takes the exit code. */
export function looking(root: Command, ends: (code: number) => void): void {
  root
    .command('list')
    .description('list the cases')
    .option('--json', 'print one JSON document on stdout')
    .addHelpText('after', example('chardev-fc list'))
    .action(async (options: { json?: true }) => (await import('../command/list.ts')).list(options))
  const show = root
    .command('show')
    .description('print a case as commands to type, as on the wiki page, or as one script')
    .argument('<case>', 'case id, or path of a case file')
    .option('--script', 'print one self-contained shell script that runs the case and prints a verdict')
    .option(
      '--qemu <qemu>',
      'QEMU to print: a path, a name, debian:SUITE, or a label from `qemu list` ' +
        '(default: $CHARDEV_FC_QEMU, then qemu-system-x86_64)',
    )
    .addOption(new Option('--accel <accel>', 'accelerator').choices(['kvm', 'tcg']).default('kvm'))
    .option('--as-documented', "use the wiki page's one-second pauses instead of shortened ones")
  diskOptions(show)
    .addHelpText('after', example('chardev-fc show unix-server --script --accel tcg > reproduce.sh'))
    .action(async (id: string, options: ShowOptions) =>
      (await import('../command/show.ts')).show(id, options),
    )
  reportOptions(root.command('merge'))
    .description('join the results of shards and report them as one test run')
    .argument('<dir...>', 'results folders (--results of run and matrix)')
    .option('--parts <number>', 'expected number of shards; exit with 69 if one is missing')
    .addHelpText('after', example('chardev-fc merge shard-* --results all --report html=page.html'))
    .action(async (folders: string[], options: MergeFlags) =>
      ends((await import('../command/merge.ts')).merge(folders, options, process.argv.slice(2))),
    )
  root
    .command('judge <run-dir>')
    .description('judge a kept run again from its journal; needs no QEMU')
    .option('--json', 'print one JSON document on stdout')
    .addHelpText('after', example('chardev-fc judge ~/.local/state/chardev-fc/runs/unix-server-Ab12Cd'))
    .action(async (directory: string, options: { json?: true }) =>
      ends(await (await import('../command/judge.ts')).judge(directory, options, process.argv.slice(2))),
    )
  qemuOption(root.command('doctor'))
    .description('check what works on this machine and print remedies for what does not')
    .addHelpText('after', example('chardev-fc doctor'))
    .action(async (options: DoctorOptions) =>
      ends(await (await import('../command/doctor.ts')).doctor(options)),
    )
  nightly(root)
}
