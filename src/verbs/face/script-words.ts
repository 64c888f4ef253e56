import type { Place } from '../../model/case/backend.ts'
import { shellWord } from '../../model/value/shell-word.ts'

/** Placeholders for the ports that a script finds; no case uses these numbers as a size. */
const ports = { PORT: 64_711, SSH_PORT: 64_722 } as const
/** The script's variables that may occur in what is typed. */
const variables = ['DIR', 'PORT', 'SSH_PORT', 'SIZE', 'QEMU', 'KERNEL', 'INITRD', 'ACCEL'].join('|')

/** The names of a script: variables of its shell. */
export const scriptPlace: Place = { path: name => `$DIR/${name}`, port: ports.PORT }
/** Stands for the port that leads to the guest's sshd. */
export const scriptSshPort: number = ports.SSH_PORT

/** Text in which ports are variables, too. */
function withVariables(text: string): string {
  return Object.entries(ports).reduce(
    (text, [name, port]) => text.replaceAll(new RegExp(`\\b${port}\\b`, 'g'), `$${name}`),
    text,
  )
}

/** A word for a script's shell, quoted where it must be, its variables left to the shell. */
export function scriptWord(word: string): string {
  const text = withVariables(word)
  if (hasVariables(text)) return `"${text.replaceAll(special('["\\\\`]'), '\\$&')}"`
  return shellWord(text)
}

/** A typed command line, its variables left to the shell. */
export function scriptLine(line: string): string {
  return withVariables(line).replaceAll(/(?<!")\$DIR[\w./-]*/g, '"$&"')
}

/** Lines that a shell command gets on its stdin, their variables replaced by the shell. */
export function hereDocument(command: string, lines: readonly string[]): string[] {
  const text = lines.map(withVariables)
  if (!text.some(hasVariables)) return [`${command} << 'EOF'`, ...text, 'EOF']
  // A backslash is only special before some characters.
  const escaped = text.map(line => line.replaceAll(special('`|\\\\(?=[$`\\\\]|$)'), '\\$&'))
  return [`${command} << EOF`, ...escaped, 'EOF']
}

function hasVariables(text: string): boolean {
  return new RegExp(`\\$(${variables})\\b`).test(text)
}

/** What the shell would take for its own: this, and `$` unless one of our variables follows. */
function special(pattern: string): RegExp {
  return new RegExp(`${pattern}|\\$(?!(${variables})\\b)`, 'g')
}
