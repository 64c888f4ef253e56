import { readdir } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { homeFolder } from '../../cache/home-folder.ts'
import { isProgram, onPath } from '../../cache/program.ts'
import { glob, isGlob } from '../../model/value/glob.ts'

/**
 * The absolute paths of the programs that a path, a glob or a name means. A name without a slash that is no program in
 * the current directory is looked up on `path` ($PATH), as a shell does. A leading `~/` is the home directory. A path
 * without wildcards is returned even if nothing is there: `probeQemu` says what is wrong with it.
 */
export async function findPrograms(name: string, path: string): Promise<string[]> {
  const atHome = name.startsWith('~/') ? join(homeFolder(), name.slice(2)) : name
  const here = resolve(atHome)
  if (await isProgram(here)) return [here]
  if (isGlob(name)) return matchingPrograms(atHome)
  if (name.includes('/')) return [here]
  const found = await onPath(name, path)
  return found === null ? [] : [found]
}

/** The executable files that match, sorted. A wildcard matches a leading dot only where the pattern has one, too. */
async function matchingPrograms(pattern: string): Promise<string[]> {
  let found = [pattern.startsWith('/') ? '/' : resolve('.')]
  for (const part of pattern.split('/').filter(part => part !== '')) {
    const deeper = isGlob(part)
      ? await Promise.all(found.map(folder => matchesIn(folder, part)))
      : found.map(folder => [join(folder, part)])
    found = deeper.flat()
  }
  const programs = await Promise.all(found.map(isProgram))
  return found.filter((_, index) => programs[index])
}

async function matchesIn(folder: string, pattern: string): Promise<string[]> {
  const names = await readdir(folder).catch(() => [])
  const shape = glob(pattern)
  return names
    .filter(name => shape.test(name) && name.startsWith('.') === pattern.startsWith('.'))
    .sort()
    .map(name => join(folder, name))
}
