import { Command } from 'commander'
import { packageRoot } from '../../../images/package-root.ts'
import { bisecting } from '../option/bisect-program.ts'
import { err, out } from '../terminal/output.ts'
import { version } from '../tool.ts'
import { cacheCommands } from './cache-commands.ts'
import { example } from './example.ts'
import { reportCommands } from './report-commands.ts'
import { runCommands } from './run-commands.ts'

/**
 * The command line of chardev-fc. The code of a command is loaded when the command is called: `--version` and `--help`
 * need not wait for ssh2 or a case. `setExitCode` takes the exit code of the command.
 */
export function program(setExitCode: (code: number) => void): Command {
  const root = new Command('chardev-fc')
    .description(
      "Reproduces the scenarios of QEMU's ChardevFlowControl wiki page on a real QEMU and guest, and reports a verdict for each.",
    )
    .version(version)
    .exitOverride()
    .configureOutput({ writeOut: text => out.print(text), writeErr: text => err.print(text) })
    .showHelpAfterError('(see chardev-fc --help)')
    .helpCommand(false)
  runCommands(root, setExitCode)
  bisecting(root, setExitCode)
  reportCommands(root, setExitCode)
  cacheCommands(root)
  root.addHelpText('afterAll', ({ command }) => whereDocsAre(command))
  return root.addHelpText(
    'after',
    `${example('chardev-fc run unix-server --qemu ./build/qemu-system-x86_64')}
Exit codes: 0 all as expected, 1 something unexpected, 2 nothing unexpected but something
inconclusive, 64 usage error, 69 harness error, 129, 130 or 143 interrupted.
`,
  )
}

/** Options and descriptions name pages by their path in a checkout, which is also that in the package. */
function whereDocsAre(command: Command): string {
  return command.helpInformation().includes('docs/') ? `docs/ is in ${packageRoot()}\n` : ''
}
