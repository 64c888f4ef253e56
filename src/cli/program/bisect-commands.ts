import type { Command } from 'commander'
import { UsageError } from '../../model/errors.ts'
import type { BisectOutput } from '../bisect/bisect-reports.ts'
import {
  type BisectOptions,
  historyOptions,
  listOptions,
  outputOptions,
  searchOptions,
} from '../option/bisect-options.ts'
import { machineOptions } from '../option/guest-options.ts'
import { example } from './example.ts'

/** `bisect` and its subcommands. `setExitCode` takes the exit code. */
export function bisectCommands(root: Command, setExitCode: (code: number) => void): void {
  const load = () => import('../command/bisect.ts')
  const bisect = root
    .command('bisect')
    .description('find the commit, or the QEMU version, that broke or fixed a case')
    .argument('<case>', 'case id, or path of a case file')
  historyOptions(bisect)
  listOptions(bisect)
  machineOptions(outputOptions(searchOptions(bisect)))
  bisect.addHelpText('after', examples + exitCodes)
  bisect.option(
    '--known',
    'print what the latest bisection of the case found as entries of `known`; bisect nothing',
  )
  bisect.action(async (id: string, flags: BisectOptions) => {
    if (flags.known === true) return (await load()).known(id)
    checkGiven(givenTo(bisect), flags.qemu === undefined ? 'history' : 'list')
    setExitCode(await (await load()).start(id, flags, process.argv.slice(2)))
  })
  outputOptions(bisect.command('resume [bisection]'))
    .description('continue an interrupted bisection (default: the latest)')
    .addHelpText('after', example('chardev-fc bisect resume'))
    .action(async (name: string | undefined, _: unknown, { parent }: Command) =>
      setExitCode(await (await load()).resume(name, outputOf(parent, 'resume'))),
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
      setExitCode(await (await load()).replay(file, outputOf(parent, 'replay'))),
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

const examples = example(
  `chardev-fc bisect reconnect --good v9.2.0 --bad master --repo ~/qemu \\
      --build 'mkdir -p build && cd build && ../configure --target-list=x86_64-softmmu && ninja' \\
      --binary build/qemu-system-x86_64`,
  'chardev-fc bisect udp-unread --qemu debian:bookworm --qemu debian:trixie --qemu debian:sid',
)
const exitCodes = `
Exit codes: 0 found, 2 narrowed down to several revisions or not checked (--max-builds),
64 usage error or ends that do not differ, 69 harness error, 130 interrupted (continue with
chardev-fc bisect resume).
`
