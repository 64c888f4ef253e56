import { access, constants } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { env } from 'node:process'

/** Those of the programs that are nowhere on PATH. */
export async function missingPrograms(names: readonly string[]): Promise<string[]> {
  const found = await Promise.all(names.map(onPath))
  return names.filter((_, index) => found[index] === false)
}

async function onPath(name: string): Promise<boolean> {
  const folders = (env['PATH'] ?? '').split(delimiter).filter(folder => folder !== '')
  const tries = folders.map(folder => access(join(folder, name), constants.X_OK))
  return (await Promise.allSettled(tries)).some(({ status }) => status === 'fulfilled')
}
