import { Argument, type Command } from 'commander'
import type { CiOptions, Engine } from '../command/ci.ts'
import type { DoctorOptions } from '../command/doctor.ts'
import type { MergeOptions } from '../command/merge.ts'
import type { ShowOptions } from '../command/show.ts'
import { accelOption, diskOptions, qemuOption } from '../option/guest-options.ts'
import { repeated } from '../option/repeated.ts'
import { jsonOption, reportOptions } from '../option/report-options.ts'
import { asDocumentedOption, selectionOptions } from '../option/run-options.ts'
import { example } from './example.ts'

/** The commands that print something and boot no guest. `setExitCode` takes the exit code. */
export function reportCommands(root: Command, setExitCode: (code: number) => void): void {
  jsonOption(root.command('list'))
    .description('list the cases')
    .addHelpText('after', example('chardev-fc list'))
    .action(async (options: { json?: true }) => (await import('../command/list.ts')).list(options))
  const show = root
    .command('show')
    .description('print a case as commands to type, as on the wiki page, or as one script')
    .argument('<case>', 'case id, or path of a case file')
    .option('--script', 'print one self-contained shell script that runs the case and prints a verdict')
    .option(
      '--qemu <qemu>',
      'QEMU to print: a path, a name, debian:SUITE, or a label from `qemu list` (default: that of run)',
    )
  diskOptions(asDocumentedOption(accelOption(show, 'auto is that of run')))
    .addHelpText('after', example('chardev-fc show unix-server --script > reproduce.sh'))
    .action(async (id: string, options: ShowOptions) =>
      (await import('../command/show.ts')).show(id, options),
    )
  reportOptions(root.command('merge'))
    .description('join the results of shards and report them as one test run')
    .argument('<dir...>', 'results folders (--results of run and matrix)')
    .option('--parts <number>', 'expected number of shards; exit with 69 if one is missing')
    .addHelpText('after', example('chardev-fc merge shard-* --results all --report html=page.html'))
    .action(async (folders: string[], options: MergeOptions) => {
      const { merge } = await import('../command/merge.ts')
      setExitCode(await merge(folders, options, process.argv.slice(2)))
    })
  jsonOption(root.command('judge'))
    .description('judge a kept run again from its journal; needs no QEMU')
    .argument('<run-dir>', 'run directory, or the folder of a cell in a results folder (DIR/cells/*)')
    .addHelpText('after', example('chardev-fc judge ~/.local/state/chardev-fc/runs/unix-server-Ab12Cd'))
    .action(async (directory: string, options: { json?: true }) => {
      const { judge } = await import('../command/judge.ts')
      setExitCode(await judge(directory, options, process.argv.slice(2)))
    })
  root
    .command('docs')
    .description('write the docs as HTML pages, which the page of a report can link to (--docs)')
    .argument('<dir>', 'a new folder')
    .addHelpText('after', example('chardev-fc docs pages && xdg-open pages/index.html'))
    .action(async (folder: string) => (await import('../command/docs.ts')).docs(folder))
  jsonOption(qemuOption(root.command('doctor')))
    .description('check what works on this machine and print remedies for what does not')
    .addHelpText('after', example('chardev-fc doctor'))
    .action(async (options: DoctorOptions) => {
      const { doctor } = await import('../command/doctor.ts')
      setExitCode(await doctor(options))
    })
  const ci = root
    .command('ci')
    .description('print a nightly CI workflow with shards, caches and reports (docs/ci.md)')
    .addArgument(new Argument('<engine>', 'the CI service').choices(['github', 'gitlab'] satisfies Engine[]))
    .option(
      '--from <package>',
      'where the runners get chardev-fc: URL#REVISION, FILE.tgz, URL.tgz, npm:NAME@VERSION, or checkout',
    )
    .option(
      '--qemu <qemu>',
      'QEMU to test, as for matrix; repeatable (default: all Debian suites since bullseye)',
      repeated,
    )
    .option('--shards <number>', 'jobs per QEMU', '2')
  selectionOptions(ci)
    .option(
      '--schedule <cron>',
      'when to run, in UTC: minute, hour, day, month, day of the week',
      '17 2 * * *',
    )
    .option('--output <file>', 'write to this file instead of stdout')
    .addHelpText(
      'after',
      example('chardev-fc ci github --from https://HOST/chardev-fc.git#v0.2.0 --output nightly.yml'),
    )
    .action(async (engine: Engine, options: CiOptions) =>
      (await import('../command/ci.ts')).ci(engine, options),
    )
}
