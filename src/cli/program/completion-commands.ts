import { Argument, type Command } from 'commander'
import type { Shell } from '../command/completion.ts'

/** `completion`, and `complete`, which the printed scripts call. */
export function completionCommands(root: Command): void {
  root
    .command('completion')
    .description('print a script that completes commands, options and names in bash, zsh or fish')
    .addArgument(new Argument('<shell>').choices(['bash', 'zsh', 'fish'] satisfies Shell[]))
    .addHelpText('after', installing)
    .action(async (shell: Shell) => (await import('../command/completion.ts')).completion(shell))
  root
    .command('complete', { hidden: true })
    .argument('[word...]')
    .action(async (words: string[]) => (await import('../command/complete.ts')).complete(root, words))
}

const installing = `
Example:
  $ chardev-fc completion bash > ~/.local/share/bash-completion/completions/chardev-fc
  $ chardev-fc completion zsh > ~/.zfunc/_chardev-fc
  $ chardev-fc completion fish > ~/.config/fish/completions/chardev-fc.fish

bash: or put source <(chardev-fc completion bash) into ~/.bashrc; a file in that folder needs the
package bash-completion. zsh: ~/.zfunc stands for any folder of $fpath; add one in ~/.zshrc with
fpath+=(~/.zfunc) before compinit is called.
`
