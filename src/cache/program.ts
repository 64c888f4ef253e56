import { constants } from 'node:fs'
import { access, stat } from 'node:fs/promises'
import { delimiter, resolve } from 'node:path'

/** Looks up a program in the folders of `path` ($PATH). Null when none has it. */
export async function onPath(name: string, path: string): Promise<string | null> {
  for (const folder of path.split(delimiter)) {
    const candidate = resolve(folder, name)
    if (folder !== '' && (await isProgram(candidate))) return candidate
  }
  return null
}

/** Whether the path is an executable file. */
export async function isProgram(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK)
    return (await stat(path)).isFile()
  } catch {
    return false
  }
}
