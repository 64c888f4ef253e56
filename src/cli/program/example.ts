/** Examples, as the help of a command shows them. */
export function example(...lines: readonly string[]): string {
  return `\nExample:\n${lines.map(line => `  $ ${line}\n`).join('')}`
}
