/**
 * Text as lines that no CI takes for a command: `::` at the beginning of a line (GitHub's runner ignores white space
 * before it), and `##[`, `##vso[` anywhere (GitHub's old form, Azure). `escapeOf` says what to write for the first
 * colon, or for each `#`. GitLab's sections need `\r` and ESC, which `escaped` takes.
 */
export function defused(text: string, escapeOf: (sign: string) => string = hexEscape): string {
  return text.replaceAll(/:(?=:)(?<=^[^\S\n]*:)|##(?=\w*\[)/gm, signs => [...signs].map(escapeOf).join(''))
}

function hexEscape(sign: string): string {
  return `\\x${sign.charCodeAt(0).toString(16)}`
}
