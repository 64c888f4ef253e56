import { escaped } from '../../model/value/escaped.ts'

const maxLength = 400
/** Looked at, of output that may be megabytes long. */
const endLength = 64 * 1024

/**
 * The tail of a program's output for a one-line message: the last three lines that are not blank, joined by `; `, at most
 * 400 characters, control characters as escapes. `''` if there is none.
 */
export function outputTail(output: string): string {
  const lines = output
    .slice(-endLength)
    .split(/\r?\n/)
    .map(line => line.trim())
    .filter(line => line !== '')
  // Cut first, for a long line is slow to escape.
  const text = lines
    .slice(-3)
    .map(line => escaped(line.slice(-maxLength - 1)))
    .join('; ')
  return text.length > maxLength ? `…${text.slice(1 - maxLength)}` : text
}
