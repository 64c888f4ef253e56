/** An example, as the help of a command shows it. */
export function example(line: string, indent = '\n'): string {
  return `${indent}\nExample:\n  $ ${line}\n`
}
