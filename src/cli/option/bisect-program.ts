import type { Command } from 'commander'
import { UsageError } from '../../model/errors.ts'
import type { BisectOutput } from '../bisect/bisect-reports.ts'
import { example } from '../program/example.ts'
import type { BisectFlags } from './bisect-flags.ts'
import { machineOptions } from './guest-options.ts'
import { repeated } from './repeated.ts'

/** `bisect` and its subcommands. `ends` takes the exit code. */
export function bisecting(root: Command, ends: (code: number) => void): void {
  const load = () => import('../command/bisect.ts')
  const bisect = root
    .command('bisect')
    .description('find the commit, or the QEMU version, that broke or fixed a case')
    .argument('<case>', 'case id, or path of a case file')
  historyOptions(bisect)
  listOptions(bisect)
  machineOptions(outputOptions(searchOptions(bisect)))
  bisect.addHelpText('after', examples)
  bisect.option(
    '--known',
    'print what the latest bisection of the case found as entries of `known`; bisect nothing',
  )
  bisect.action(async (id: string, flags: BisectFlags) => {
    if (flags.known === true) return (await load()).known(id)
    checkGiven(givenTo(bisect), flags.qemu === undefined ? 'history' : 'list')
    ends(await (await load()).start(id, flags, process.argv.slice(2)))
  })
  outputOptions(bisect.command('resume [bisection]'))
    .description('continue an interrupted bisection (default: the latest)')
    .addHelpText('after', example('chardev-fc bisect resume'))
    .action(async (name: string | undefined, _: unknown, { parent }: Command) =>
      ends(await (await load()).resume(name, outputOf(parent, 'resume'))),
    )
  bisect
    .command('skip <revisions...>')
    .description('skip commits, ranges of commits (A..B), or QEMUs of a list in an interrupted bisection')
    .option('--bisection <bisection>', 'the bisection (default: the latest)')
    .addHelpText('after', example('chardev-fc bisect skip v2.1.0..v2.2.0 1a2b3c4d5e6f'))
    .action(async (revisions: readonly string[], { bisection }: { readonly bisection?: string }) =>
      (await load()).skip(revisions, bisection),
    )
  bisect
    .command('reset [bisection]')
    .description('give up an interrupted bisection (default: the latest) and remove its work tree')
    .addHelpText('after', example('chardev-fc bisect reset'))
    .action(async (name: string | undefined) => (await load()).reset(name))
  bisect
    .command('log [bisection]')
    .description('print the log of a bisection (default: the latest), as replay reads it')
    .addHelpText('after', example('chardev-fc bisect log > bisect.jsonl'))
    .action(async (name: string | undefined) => (await load()).log(name))
  outputOptions(bisect.command('replay <file>'))
    .description('start a bisection from a log; edit the log first to drop results you do not trust')
    .addHelpText('after', example('chardev-fc bisect replay bisect.jsonl'))
    .action(async (file: string, _: unknown, { parent }: Command) =>
      ends(await (await load()).replay(file, outputOf(parent, 'replay'))),
    )
}

/** The options that are on the command line, without those that have their default. */
function givenTo(command: Command): string[] {
  return command.options
    .filter(option => command.getOptionValueSource(option.attributeName()) === 'cli')
    .flatMap(({ long }) => long ?? [])
}

/** The output options of `resume` and `replay`; a bisection keeps all its other settings. Throws UsageError. */
function outputOf(bisect: Command | null, name: string): BisectOutput {
  if (bisect === null) return {}
  const other = givenTo(bisect).find(option => !['--json', '--report'].includes(option))
  if (other === undefined) return bisect.opts()
  throw new UsageError(
    `bisect ${name} takes no option but --json and --report, got ${other}: a bisection keeps the settings it was started with`,
  )
}

/** Options of the one kind of bisection that are wrong with the other. */
const only = {
  list: ['--in-order'],
  history: ['--repo', '--build-limit', '--cache-size', '--first-parent', '--max-builds'],
} as const

function checkGiven(given: readonly string[], kind: keyof typeof only): void {
  const [others, needed]: readonly [readonly string[], string] =
    kind === 'list'
      ? [only.history, 'a history, not a list (--qemu)']
      : [only.list, 'a list of QEMUs (--qemu)']
  const other = given.find(option => others.includes(option))
  if (other !== undefined) throw new UsageError(`${other} is only for ${needed}: leave it out`)
}

function historyOptions(command: Command): void {
  command
    .option('--good <rev>', 'a commit without the bug')
    .option('--bad <rev>', 'a later commit with the bug')
    .option(
      '--old <rev>',
      'instead of --good and --bad: the older end; the verdicts decide which has the bug',
    )
    .option('--new <rev>', 'the newer end')
    .option('--find-fix', 'find the commit that fixed the bug: --bad is older than --good')
    .option('--repo <path>', 'the git repository; its checkout is not touched', '.')
    .option('--build <command>', 'build a revision; run by sh in a separate work tree')
    .option('--binary <path>', 'the QEMU that the build makes, relative to the root of the work tree')
    .option('--build-limit <duration>', 'time limit of one build', '60 min')
    .option('--cache-size <size>', 'size limit of the cache of built QEMUs', '8 GiB')
    .option('--first-parent', 'follow only the first parent of merge commits')
}

function listOptions(command: Command): void {
  command
    .option(
      '--qemu <qemu>',
      'bisect over a list: a path, a label of chardev-fc qemu list, or debian:SUITE; repeatable',
      repeated,
    )
    .option('--in-order', 'the list is oldest first; do not sort it by version')
}

function searchOptions(command: Command): Command {
  return command
    .option('--symptom <symptom>', 'look only for where this symptom begins or ends (default: every change)')
    .option('--error-bound <percent>', 'allowed chance of a wrong answer', '1%')
    .option('--max-runs <number>', 'maximum number of runs of one revision', '60')
    .option('--max-builds <number>', 'stop after that many builds, and print what is known')
    .option('--timeout <duration>', 'time limit of one run, at most 30 min', '120s')
    .option('--as-documented', "use the wiki page's one-second pauses instead of shortened ones")
    .option('--cold', 'boot every guest instead of restoring a snapshot')
}

function outputOptions(command: Command): Command {
  return command
    .option('--json', 'print one JSON document on stdout')
    .option(
      '--report <kind=path>',
      'write a report: markdown, json or html; - is stdout; repeatable',
      repeated,
    )
}

const examples = `
Example:
  $ chardev-fc bisect reconnect --good v9.2.0 --bad master --repo ~/qemu \\
      --build 'mkdir -p build && cd build && ../configure --target-list=x86_64-softmmu && ninja' \\
      --binary build/qemu-system-x86_64
  $ chardev-fc bisect udp-unread --qemu debian:bookworm --qemu debian:trixie --qemu debian:sid

Exit codes: 0 found, 2 narrowed down to several revisions or not checked (--max-builds),
64 usage error or ends that do not differ, 69 harness error, 130 interrupted (continue with
chardev-fc bisect resume).
`
