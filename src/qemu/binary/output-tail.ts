const most = 400

/**
 * The end of what a foreign program said, fit for a one-line message: the last three lines that say
 * something, joined by `; `, control characters as escapes, at most 400 characters. `''` for silence.
 */
export function outputTail(text: string): string {
  const lines = text
    .split(/\r?\n/)
    .map(line => escaped(line.trim()))
    .filter(line => line !== '')
  const words = lines.slice(-3).join('; ')
  return words.length > most ? `…${words.slice(1 - most)}` : words
}

/** C0, DEL, C1 and the bidirectional controls could rewrite the reader's terminal or line. */
function escaped(line: string): string {
  return line.replaceAll(
    /[\p{Cc}\p{Cf}\u2028\u2029]/gu,
    char => `\\x${(char.codePointAt(0) ?? 0).toString(16).padStart(2, '0')}`,
  )
}
