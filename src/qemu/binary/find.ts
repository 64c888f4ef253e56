import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import { isProgram, onPath } from '../../cache/program.ts'

/**
 * The absolute path of a program that the user names; `probeQemu` checks whether it is one. A name without a slash that
 * is no program in the current folder is looked up on `path` ($PATH), as a shell does. A leading `~/` is the home
 * directory, for names that no shell has expanded.
 */
export async function programAt(name: string, path: string): Promise<string> {
  const here = resolve(atHome(name))
  if (name.includes('/') || (await isProgram(here))) return here
  return (await onPath(name, path)) ?? here
}

/** Expands a leading `~/` to the home directory. */
export function atHome(path: string): string {
  return path.startsWith('~/') ? join(homedir(), path.slice(2)) : path
}
