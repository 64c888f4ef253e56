/**
 * Text as lines that no CI takes for a command: `::` at the beginning of a line (GitHub's runner ignores white space
 * before it), and `##[`, `##vso[` anywhere (GitHub's old form, Azure). A colon, or the signs, become `\xNN`. GitLab's
 * sections need `\r` and ESC, which `escaped` takes.
 */
export function defused(text: string): string {
  return text.replaceAll(/^([^\S\n]*):(?=:)/gm, '$1\\x3a').replaceAll(/##(?=\w*\[)/g, '\\x23\\x23')
}
