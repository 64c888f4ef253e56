import { readdir } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { isProgram } from '../../cache/program.ts'
import { glob, isGlob } from '../../model/value/glob.ts'
import { atHome } from './find.ts'

/**
 * The programs that match a path with wildcards in any of its parts: absolute paths, sorted. Ignores files that are not
 * executable, and names with a leading dot unless the pattern has one. `~/` is the home directory.
 */
export async function matchingPrograms(pattern: string): Promise<string[]> {
  const path = atHome(pattern)
  let found = [path.startsWith('/') ? '/' : resolve('.')]
  for (const part of path.split('/').filter(part => part !== '')) {
    const deeper = isGlob(part)
      ? await Promise.all(found.map(folder => within(folder, part)))
      : found.map(folder => [join(folder, part)])
    found = deeper.flat()
  }
  const programs = await Promise.all(found.map(isProgram))
  return found.filter((_, index) => programs[index])
}

async function within(folder: string, pattern: string): Promise<string[]> {
  const names = await readdir(folder).catch(() => [])
  const shape = glob(pattern)
  return names
    .filter(name => shape.test(name) && name.startsWith('.') === pattern.startsWith('.'))
    .sort()
    .map(name => join(folder, name))
}
