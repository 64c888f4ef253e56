import { Command } from 'commander'
import type { DiffFlags } from './command/diff.ts'
import { bisecting } from './option/bisect-program.ts'
import { example } from './option/example.ts'
import type { GuestOptions, MatrixFlags, RunFlags } from './option/guest-options.ts'
import { looking } from './option/looking-program.ts'
import {
  casesArgument,
  guestOptions,
  machineOptions,
  matrixOptions,
  playOptions,
  poolOptions,
  repeatOption,
  resultsOption,
  selectionOptions,
} from './option/options.ts'
import { storing } from './option/storing-program.ts'
import { version } from './tool.ts'

const ourGuest = 'chardev-fc run unix-server --qemu /usr/bin/qemu-system-x86_64 --keep'
const ownGuest = 'chardev-fc run unix-server --image f14.qcow2 --ssh-user root --ssh-key ~/.ssh/guest'

const manyQemus =
  "chardev-fc matrix --qemu debian:bookworm --qemu debian:sid --qemu '~/qemu/build-*/qemu-system-x86_64'"

type Ends = (code: number) => void

/**
 * The command line of chardev-fc. Every action is loaded only when it is called: `--version` and `--help`
 * must not wait for ssh2 or a case.
 */
export function program(ends: Ends): Command {
  const root = new Command('chardev-fc')
    .description(
      "Reproduces the scenarios of QEMU's ChardevFlowControl wiki page on a real QEMU and guest, and reports a verdict for each.",
    )
    .version(version)
    .exitOverride()
    .showHelpAfterError('(see chardev-fc --help)')
    .helpCommand(false)
  playing(root, ends)
  bisecting(root, ends)
  looking(root, ends)
  storing(root)
  root.addHelpText(
    'after',
    example('chardev-fc run unix-server --qemu ./build/qemu-system-x86_64', '') +
      '\nExit codes: 0 all as expected, 1 something unexpected, 2 nothing unexpected but something\n' +
      'inconclusive, 64 usage error, 69 harness error, 130 interrupted.\n',
  )
  return root
}

function playing(root: Command, ends: Ends): void {
  playOptions(root.command('run'))
    .description('run cases on a real guest and print the verdicts')
    .option('--bisect-exit', 'exit codes for git bisect run: 0 good, 1 bad, 125 skip (docs/bisect.md)')
    .option('--symptom <symptom>', '  only this symptom is bad; skip (125) on others')
    .addHelpText('after', example(`${ourGuest}\n  $ ${ownGuest}`))
    .action(async (cases: string[], options: GuestOptions & RunFlags) =>
      ends(
        await (await import('./bisect/bisect-exit.ts')).runOrBisect(cases, options, process.argv.slice(2)),
      ),
    )
  matrixOptions(playOptions(root.command('matrix')))
    .description('run cases (default: all) on several QEMUs and print a grid (docs/matrix.md)')
    .addHelpText('after', example(manyQemus))
    .action(async (cases: string[], options: GuestOptions & MatrixFlags) =>
      ends(await (await import('./command/matrix.ts')).matrix(cases, options, process.argv.slice(2))),
    )
  comparing(root.command('diff')).action(
    async (before: string, after: string, cases: string[], options: DiffFlags) => {
      const { diff } = await import('./command/diff.ts')
      ends(await diff([before, after], cases, options, process.argv.slice(2)))
    },
  )
  guestOptions(root.command('shell'))
    .description('boot a guest with a chardev port and open a shell in it')
    .addHelpText('after', example('chardev-fc shell --memory 512M'))
    .action(async (options: GuestOptions) => ends(await (await import('./command/shell.ts')).shell(options)))
}

function comparing(diff: Command): Command {
  const beginning = diff
    .description(
      'compare two results, or run cases on two QEMUs and compare these (docs/matrix.md); ' +
        'exit code 0: no change, 1: changes',
    )
    .argument('<before>', 'results folder, file of --json, or QEMU (as for --qemu)')
    .argument('<after>', 'the same, to compare with')
  return repeatOption(poolOptions(machineOptions(selectionOptions(casesArgument(beginning)))))
    .addOption(resultsOption())
    .option('--json', 'print one JSON document on stdout')
    .addHelpText(
      'after',
      example(
        `chardev-fc diff yesterday today\n  $ chardev-fc diff debian:bookworm ./build/qemu-system-x86_64 --only 'unix-*'`,
      ),
    )
}
