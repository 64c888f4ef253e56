import { Command, Option } from 'commander'
import { packageRoot } from '../../../images/package-root.ts'
import { colourChoices, err, out, useColour } from '../terminal/output.ts'
import { version } from '../tool.ts'
import { bisectCommands } from './bisect-commands.ts'
import { cacheCommands } from './cache-commands.ts'
import { completionCommands } from './completion-commands.ts'
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
    .addOption(
      new Option('--color <when>', 'when to use colours; auto is on a terminal').choices(colourChoices),
    )
    .on('option:color', useColour)
    .exitOverride()
    .configureHelp({ showGlobalOptions: true })
    .configureOutput({
      writeOut: text => out.print(text),
      writeErr: text => err.print(text),
    })
    .helpCommand('help [command]', 'print the help of a command')
  runCommands(root, setExitCode)
  bisectCommands(root, setExitCode)
  reportCommands(root, setExitCode)
  cacheCommands(root)
  completionCommands(root)
  nameItsHelp(root, root.name())
  root.addHelpText('afterAll', ({ command }) => whereDocsAre(command))
  return root.addHelpText(
    'after',
    `${example('chardev-fc run unix-server --qemu ./build/qemu-system-x86_64')}
Exit codes: 0 all as expected, 1 something unexpected, 2 nothing unexpected but something
inconclusive, 64 usage error, 69 harness error, 129, 130, 141 or 143 interrupted.
`,
  )
}

/** A usage error names the help of the command that it is about: most options are only there. */
function nameItsHelp(command: Command, name: string): void {
  command.configureOutput({
    outputError: (text, write) => write(`chardev-fc: ${inOneLine(text)} (see ${name} --help)\n`),
  })
  for (const one of command.commands) nameItsHelp(one, `${name} ${one.name()}`)
}

/** A message of commander, which may be followed by a guess in a line of its own. */
function inOneLine(text: string): string {
  return text
    .trim()
    .replace(/^error: (command-argument value )?/, '')
    .replace(/\n\(Did you mean (.*)\?\)$/, ': did you mean $1?')
    .replace(/\.$/, '')
    .replaceAll('\n', ' ')
}

/**
 * What commander (14) is to parse: `image build --help` for `help image build`, of which it would take one word, and
 * nothing after an unknown command: for `--help` it would print the help of the parent.
 */
export function wordsFor(root: Command, argv: readonly string[]): string[] {
  const words = argv[0] === 'help' ? [...argv.slice(1), '--help'] : [...argv]
  let command = root
  for (const [index, word] of words.entries()) {
    if (word.startsWith('-') || command.commands.length === 0) break
    const found = [...command.commands, ...command.createHelp().visibleCommands(command)].find(
      one => one.name() === word,
    )
    if (found === undefined && command.registeredArguments.length === 0) return words.slice(0, index + 1)
    if (found === undefined) break
    command = found
  }
  return words
}

/** Options and descriptions name pages by their path in a checkout, which is also that in the package. */
function whereDocsAre(command: Command): string {
  return command.helpInformation().includes('docs/') ? `docs/ is in ${packageRoot()}\n` : ''
}
