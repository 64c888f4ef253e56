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
    .description('the cases')
    .option('--json', 'print one JSON document on stdout')
    .addHelpText('after', example('chardev-fc list'))
    .action(async (options: { json?: true }) => (await import('../command/list.ts')).list(options))
  const show = root
    .command('show')
    .description('a case as commands to type, as the wiki page would write it, or as one script')
    .argument('<case>', 'its id, or a file of your own')
    .option('--script', 'one shell script that plays it by itself and ends with its own verdict')
    .option(
      '--qemu <qemu>',
      'the QEMU to name: a path, a name, debian:SUITE, a label of qemu list ' +
        '(else $CHARDEV_FC_QEMU, else qemu-system-x86_64)',
    )
    .addOption(new Option('--accel <accel>', 'accelerator').choices(['kvm', 'tcg']).default('kvm'))
    .option('--as-documented', "the page's loops at the page's own pace")
  diskOptions(show)
    .addHelpText('after', example('chardev-fc show unix-server --script --accel tcg > reproduce.sh'))
    .action(async (id: string, options: ShowOptions) =>
      (await import('../command/show.ts')).show(id, options),
    )
  reportOptions(root.command('merge'))
    .description('join the results of shards, and report them as if they had been played at once')
    .argument('<dir...>', 'folders of --results')
    .option('--parts <number>', 'how many folders there should be: with fewer it ends with 69')
    .addHelpText('after', example('chardev-fc merge shard-* --results all --report html=page.html'))
    .action(async (folders: string[], options: MergeFlags) =>
      ends((await import('../command/merge.ts')).merge(folders, options, process.argv.slice(2))),
    )
  root
    .command('judge <run-dir>')
    .description('judge again what a kept run observed; needs no QEMU')
    .option('--json', 'print one JSON document on stdout')
    .addHelpText('after', example('chardev-fc judge ~/.local/state/chardev-fc/runs/unix-server-Ab12Cd'))
    .action(async (directory: string, options: { json?: true }) =>
      ends(await (await import('../command/judge.ts')).judge(directory, options, process.argv.slice(2))),
    )
  qemuOption(root.command('doctor'))
    .description('what works on this machine, and what to do about the rest')
    .addHelpText('after', example('chardev-fc doctor'))
    .action(async (options: DoctorOptions) =>
      ends(await (await import('../command/doctor.ts')).doctor(options)),
    )
  nightly(root)
}
