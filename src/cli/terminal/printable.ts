import picocolors from 'picocolors'
import { defused } from '../../model/value/defused.ts'
import { escaped } from '../../model/value/escaped.ts'

const colours = picocolors.createColors(true)
/** The escape sequences that begin and end the styles that we use. */
const ours = new RegExp(
  `(${(['bold', 'dim', 'red', 'green', 'yellow', 'cyan'] as const)
    .flatMap(style => colours[style](' ').split(' '))
    .map(code => code.replace('[', '\\['))
    .join('|')})`,
)

/**
 * Text for people, which may hold foreign text. Of control characters only newlines stay and, with `colour`, our own
 * colours. No CI takes a line of it for a command.
 */
export function printable(text: string, colour: boolean): string {
  const safe = (part: string) => part.split('\n').map(escaped).join('\n')
  const shown = colour
    ? text
        .split(ours)
        .map((part, index) => (index % 2 === 1 ? part : safe(part)))
        .join('')
    : safe(text)
  return defused(shown)
}
