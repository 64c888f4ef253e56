import type { Place } from '../../model/case/backend.ts'
import { shellWord } from '../../model/value/shell-word.ts'

/** The placeholder for the port that is forwarded to the guest's sshd. */
export const scriptSshPort = 64_710
const firstPort = scriptSshPort + 1
/** As many as one virtio-serial bus has. */
const mostPorts = 31
/** Placeholders for the TCP ports that a script finds; no case uses these numbers as a size. */
const ports: { readonly [name: string]: number } = {
  SSH_PORT: scriptSshPort,
  ...Object.fromEntries(
    Array.from({ length: mostPorts }, (_, index) => [
      `PORT${index === 0 ? '' : index + 1}`,
      firstPort + index,
    ]),
  ),
}
/** The script's variables that may occur in what is typed. */
const variables = ['DIR', 'PORT\\d*', 'SSH_PORT', 'SIZE', 'QEMU', 'KERNEL', 'INITRD', 'ACCEL'].join('|')

/** Paths and ports of a script, as shell variables. */
export const scriptPlace: Place = { path: name => `$DIR/${name}`, port: firstPort }

/** Replaces the placeholders of ports by shell variables. */
function withVariables(text: string): string {
  return Object.entries(ports).reduce(
    (text, [name, port]) => text.replaceAll(new RegExp(`\\b${port}\\b`, 'g'), `$${name}`),
    text,
  )
}

/** A word for the script's shell, quoted if necessary. The shell expands our variables in it. */
export function scriptWord(word: string): string {
  const text = withVariables(word)
  if (hasVariables(text)) return `"${text.replaceAll(special('["\\\\`]'), '\\$&')}"`
  return shellWord(text)
}

/** A command line for the script's shell, which expands our variables in it. */
export function scriptLine(line: string): string {
  return withVariables(line).replaceAll(/(?<!")\$DIR[\w./-]*/g, '"$&"')
}

/** A command with these lines on its stdin. The shell expands our variables in them. */
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

/** What the shell would expand: the pattern, and `$` unless one of our variables follows. */
function special(pattern: string): RegExp {
  return new RegExp(`${pattern}|\\$(?!(${variables})\\b)`, 'g')
}
