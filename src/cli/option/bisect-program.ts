import type { Command } from 'commander'
import { UsageError } from '../../model/errors.ts'
import type { HuntOutput } from '../bisect/hunt-reports.ts'
import type { BisectFlags } from './bisect-flags.ts'
import { machineOptions } from './guest-options.ts'
import { repeated } from './repeated.ts'

/** `bisect` and its subcommands. `ends` takes the exit code. */
export function bisecting(root: Command, ends: (code: number) => void): void {
  const bisect = root
    .command('bisect <case>')
    .description('find the commit, or the version, that broke a case or mended it')
  history(bisect)
  list(bisect)
  machineOptions(told(rules(bisect)))
  bisect.addHelpText('after', examples)
  bisect.action(async (id: string, flags: BisectFlags) => {
    checkGiven(givenTo(bisect), flags.qemu === undefined ? 'history' : 'list')
    ends(await (await import('../command/bisect.ts')).begin(id, flags, process.argv.slice(2)))
  })
  told(bisect.command('resume [hunt]'))
    .description('go on where a hunt was interrupted (the latest, unless named)')
    .addHelpText('after', '\nExample:\n  $ chardev-fc bisect resume')
    .action(async (hunt: string | undefined, _: unknown, { parent }: Command) =>
      ends(await (await import('../command/bisect.ts')).resume(hunt, outputOf(parent, 'resume'))),
    )
  bisect
    .command('reset [hunt]')
    .description('give up a hunt that was interrupted (the latest, unless named): its work tree is removed')
    .addHelpText('after', '\nExample:\n  $ chardev-fc bisect reset')
    .action(async (hunt: string | undefined) => (await import('../command/bisect.ts')).reset(hunt))
  bisect
    .command('log [hunt]')
    .description('what a hunt found out so far (the latest, unless named), as replay reads it')
    .addHelpText('after', '\nExample:\n  $ chardev-fc bisect log > hunt.jsonl')
    .action(async (hunt: string | undefined) => (await import('../command/bisect.ts')).log(hunt))
  told(bisect.command('replay <file>'))
    .description(
      'begin a hunt with what a log says was found out already; lines that are wrong may be taken out of it',
    )
    .addHelpText('after', '\nExample:\n  $ chardev-fc bisect replay hunt.jsonl')
    .action(async (file: string, _: unknown, { parent }: Command) =>
      ends(await (await import('../command/bisect.ts')).replay(file, outputOf(parent, 'replay'))),
    )
}

/** The options that were written on the command line, not those that have their usual value. */
function givenTo(command: Command): string[] {
  return command.options
    .filter(option => command.getOptionValueSource(option.attributeName()) === 'cli')
    .flatMap(({ long }) => long ?? [])
}

/** How a hunt that goes on is told; nothing else of it can be changed. Throws UsageError. */
function outputOf(bisect: Command | null, name: string): HuntOutput {
  if (bisect === null) return {}
  const other = givenTo(bisect).find(option => !['--json', '--report'].includes(option))
  if (other === undefined) return bisect.opts()
  throw new UsageError(
    `wanted bisect ${name} alone (or with --json, --report), got ${other}: a hunt goes on with what it was begun with`,
  )
}

const goesWith = {
  list: ['--in-order'],
  history: ['--repo', '--build-limit', '--cache-size', '--first-parent'],
} as const

function checkGiven(given: readonly string[], kind: keyof typeof goesWith): void {
  const foreign: readonly string[] = goesWith[kind === 'list' ? 'history' : 'list']
  const other = given.find(option => foreign.includes(option))
  if (other === undefined) return
  const [is, needs] =
    kind === 'list' ? ['a list (--qemu)', 'a history'] : ['a history', 'a list of QEMUs (--qemu)']
  throw new UsageError(`wanted options for ${is}, got ${other}, which goes with ${needs}: leave it out`)
}

function history(command: Command): void {
  command
    .option('--good <rev>', 'a commit without the bug')
    .option('--bad <rev>', 'a later one with it')
    .option('--old <rev>', 'the same, when the verdicts shall say which end has the bug')
    .option('--new <rev>')
    .option('--find-fix', 'seek the commit that mended it: --bad is the older end')
    .option('--repo <path>', 'a git checkout; it is left as it is', '.')
    .option('--build <command>', 'builds a revision, run by sh in a work tree of our own')
    .option('--binary <path>', 'the QEMU that a build makes, from the root of the tree')
    .option('--build-limit <duration>', 'limit of one build', '60 min')
    .option('--cache-size <size>', 'how much the built programs may take', '8 GiB')
    .option('--first-parent', 'only the main line, not what was merged into it')
}

function list(command: Command): void {
  command
    .option(
      '--qemu <qemu>',
      'one of a list: a path, a label of chardev-fc qemu list, or debian:SUITE; give it several times',
      repeated,
    )
    .option('--in-order', 'the list is named oldest first: do not sort it by version')
}

function rules(command: Command): Command {
  return command
    .option('--symptom <symptom>', 'what to hunt, if not what the end with the bug shows most often')
    .option('--error-bound <percent>', 'the chance of a wrong answer that is allowed', '1%')
    .option('--max-runs <number>', 'the most runs of one revision', '60')
    .option('--timeout <duration>', 'limit of one script', '120s')
    .option('--as-documented', "the page's loops at the page's own pace")
    .option('--cold', 'boot every guest, restore none from a snapshot')
}

function told(command: Command): Command {
  return command
    .option('--json', 'print one JSON document on stdout')
    .option(
      '--report <kind=path>',
      'write the report: markdown, json, html; - is stdout; repeatable',
      repeated,
    )
}

const examples = `
Example:
  $ chardev-fc bisect reconnect --good v9.2.0 --bad master --repo ~/qemu \\
      --build 'mkdir -p build && cd build && ../configure --target-list=x86_64-softmmu && ninja' \\
      --binary build/qemu-system-x86_64
  $ chardev-fc bisect udp-unbound --qemu debian:bookworm --qemu debian:trixie --qemu debian:sid

Exit codes: 0 found, 2 narrowed down to several that cannot be told apart, 64 usage (ends that do not differ too),
69 our own trouble, 130 interrupted (chardev-fc bisect resume goes on).
`
