import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import { isProgram, onPath } from '../../cache/program.ts'

/**
 * The absolute path of what a person calls a program; whether it is one, `probeQemu` tells. A name without a slash
 * that is no program here is looked up on `path` ($PATH) as a shell would; a leading `~/` means the home directory,
 * for where no shell has seen it.
 */
export async function programAt(name: string, path: string): Promise<string> {
  const here = resolve(atHome(name))
  if (name.includes('/') || (await isProgram(here))) return here
  return (await onPath(name, path)) ?? here
}

/** A path in which a leading `~/` is the home directory. */
export function atHome(path: string): string {
  return path.startsWith('~/') ? join(homedir(), path.slice(2)) : path
}
