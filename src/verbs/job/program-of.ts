/** The program that `wait` waits for: the last one of a pipeline; assignments are skipped. */
export function programOf(command: string): string {
  const last = command.split(/(?<!\|)\|(?!\|)/).at(-1) ?? command
  return /\b[a-z]\w*\b(?!=)/.exec(last)?.[0] ?? command
}
