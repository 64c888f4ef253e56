/**
 * Foreign text made safe for a terminal: every control, formatting (bidirectional, zero-width) and line-separating
 * character becomes `\xNN`, or `\u{NNNN}` beyond one byte. The result is one line.
 */
export function escaped(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, character => {
    const code = character.codePointAt(0) ?? 0
    const hex = code.toString(16).padStart(2, '0')
    return code <= 0xff ? `\\x${hex}` : `\\u{${hex}}`
  })
}
