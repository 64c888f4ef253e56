import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { packageRoot } from '../../../images/package-root.ts'
import { out } from '../terminal/output.ts'

/** The shells that we have a completion script for. */
export type Shell = 'bash' | 'zsh' | 'fish'

/** `chardev-fc completion SHELL`: prints the script. */
export function completion(shell: Shell): void {
  const folder = join(packageRoot(), 'src/cli/completion/script')
  out.writeDocument(readFileSync(join(folder, `completion.${shell}`), 'utf8'))
}
