const maxLength = 400

/**
 * The tail of a program's output for a one-line message: the last three lines that are not blank, joined by `; `, at most
 * 400 characters, control characters as escapes. `''` if there is none.
 */
export function outputTail(output: string): string {
  const lines = output
    .split(/\r?\n/)
    .map(line => escaped(line.trim()))
    .filter(line => line !== '')
  const text = lines.slice(-3).join('; ')
  return text.length > maxLength ? `…${text.slice(1 - maxLength)}` : text
}

/** C0, DEL, C1 and the bidirectional controls could rewrite the reader's terminal or line. */
function escaped(line: string): string {
  return line.replaceAll(
    /[\p{Cc}\p{Cf}\u2028\u2029]/gu,
    char => `\\x${(char.codePointAt(0) ?? 0).toString(16).padStart(2, '0')}`,
  )
}
