import { env } from 'node:process'
import { onPath } from '../../src/cache/program.ts'

/** Those of the programs that are not on PATH. */
export async function missingPrograms(names: readonly string[]): Promise<string[]> {
  const found = await Promise.all(names.map(name => onPath(name, env['PATH'] ?? '')))
  return names.filter((_, index) => found[index] === null)
}
