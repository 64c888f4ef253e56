import type { Command } from 'commander'
import type { DiffOptions } from '../command/diff.ts'
import type { ShellOptions } from '../command/shell.ts'
import { type GuestOptions, machineOptions, qemuOption } from '../option/guest-options.ts'
import { jsonOption, resultsOption } from '../option/report-options.ts'
import {
  type BisectExitOptions,
  casesArgument,
  coldOption,
  poolOptions,
  type RunOptions,
  repeatOption,
  resumeOption,
  runOptions,
  selectionOptions,
} from '../option/run-options.ts'
import { example } from './example.ts'

/** The commands that boot guests. `setExitCode` takes the exit code. */
export function runCommands(root: Command, setExitCode: (code: number) => void): void {
  runOptions(root.command('run'))
    .description('run cases on a real guest and print the verdicts')
    .option('--bisect-exit', 'exit codes for git bisect run: 0 good, 1 bad, 125 skip (docs/bisect.md)')
    .option('--symptom <symptom>', '  only this symptom is bad; skip (125) on others')
    .addHelpText(
      'after',
      example(
        'chardev-fc run unix-server --qemu /usr/bin/qemu-system-x86_64 --keep',
        'chardev-fc run unix-server --image f14.qcow2 --ssh-user root --ssh-key ~/.ssh/guest',
      ),
    )
    .action(async (cases: string[], options: GuestOptions & RunOptions & BisectExitOptions) => {
      const { runOrBisect } = await import('../bisect/bisect-exit.ts')
      setExitCode(await runOrBisect(cases, options, process.argv.slice(2)))
    })
  runOptions(root.command('matrix'))
    .description('run cases (default: all) on several QEMUs and print a grid (docs/matrix.md)')
    .addHelpText(
      'after',
      example(
        "chardev-fc matrix --qemu debian:bookworm --qemu debian:sid --qemu '~/qemu/build-*/qemu-system-x86_64'",
      ),
    )
    .action(async (cases: string[], options: GuestOptions & RunOptions) => {
      const { matrix } = await import('../command/matrix.ts')
      setExitCode(await matrix(cases, options, process.argv.slice(2)))
    })
  const diff = root
    .command('diff')
    .description('compare two results, or run cases on two QEMUs and compare these (docs/matrix.md)')
    .argument('<before>', 'results folder, file of --json, or QEMU (as for --qemu)')
    .argument('<after>', 'the same, to compare with')
  for (const add of [casesArgument, selectionOptions, machineOptions, poolOptions, repeatOption]) add(diff)
  for (const add of [resumeOption, resultsOption, jsonOption]) add(diff)
  diff
    .addHelpText(
      'after',
      `${example(
        'chardev-fc diff yesterday today',
        "chardev-fc diff debian:bookworm ./build/qemu-system-x86_64 --only 'unix-*'",
      )}
Exit codes: 0 no change, 1 changes, or cells on one side only.
`,
    )
    .action(async (before: string, after: string, cases: string[], options: DiffOptions) => {
      const { diff } = await import('../command/diff.ts')
      setExitCode(await diff([before, after], cases, options, process.argv.slice(2)))
    })
  coldOption(machineOptions(qemuOption(root.command('shell'), 'one')))
    .description('start a guest with a chardev port, and open a shell in it or run a command')
    .argument('[command...]', "after --: the words of a command, or one line for the guest's shell")
    .addHelpText(
      'after',
      example('chardev-fc shell --memory 512M', 'chardev-fc shell -- ls -l /dev/virtio-ports'),
    )
    .action(async (words: string[], options: ShellOptions) => {
      const { shell } = await import('../command/shell.ts')
      setExitCode(await shell(words, options))
    })
}
