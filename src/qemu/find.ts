import { constants } from 'node:fs'
import { access, stat } from 'node:fs/promises'
import { homedir } from 'node:os'
import { delimiter, join, resolve } from 'node:path'

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

/** The program of that name in the first folder of `path` ($PATH) that has one. */
export async function onPath(name: string, path: string): Promise<string | null> {
  for (const folder of path.split(delimiter)) {
    const candidate = resolve(folder, name)
    if (folder !== '' && (await isProgram(candidate))) return candidate
  }
  return null
}

/** Whether a file may be executed. */
export async function isProgram(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK)
    return (await stat(path)).isFile()
  } catch {
    return false
  }
}
