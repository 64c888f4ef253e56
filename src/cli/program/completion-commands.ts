import { Argument, type Command } from 'commander'
import type { Shell } from '../command/completion.ts'
import { example } from './example.ts'

/** `completion`, and `complete`, which the printed scripts call. */
export function completionCommands(root: Command): void {
  root
    .command('completion')
    .description('print a script that completes commands, options and names in bash, zsh or fish')
    .addArgument(new Argument('<shell>', 'your shell').choices(['bash', 'zsh', 'fish'] satisfies Shell[]))
    .addHelpText('after', installing)
    .action(async (shell: Shell) => (await import('../command/completion.ts')).completion(shell))
  root
    .command('complete', { hidden: true })
    .argument('[word...]')
    .action(async (words: string[]) => (await import('../command/complete.ts')).complete(root, words))
}

const examples = example(
  'chardev-fc completion fish > ~/.config/fish/completions/chardev-fc.fish',
  'chardev-fc completion zsh > ~/.zfunc/_chardev-fc',
  'source <(chardev-fc completion bash)',
)
const installing = `${examples}
The line for bash is for ~/.bashrc. ~/.zfunc stands for any folder of zsh's $fpath; to add one, write
fpath+=(~/.zfunc) into ~/.zshrc, before compinit.
`
