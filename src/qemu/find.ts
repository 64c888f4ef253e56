import { constants } from 'node:fs'
import { access, stat } from 'node:fs/promises'
import { homedir } from 'node:os'
import { delimiter, join, resolve } from 'node:path'

/** A QEMU that somebody named, or that lies on PATH. Whether it is one, `probeQemu` tells. */
export interface Found {
  /** Absolute. */
  readonly path: string
  readonly from: '--qemu' | '$CHARDEV_FC_QEMU' | 'PATH'
}

/**
 * The QEMU to use: the one wanted (`--qemu`), else `env` ($CHARDEV_FC_QEMU), else qemu-system-x86_64 on `path`
 * ($PATH), else null. A name without a slash that is no file here is looked up on PATH as a shell would;
 * a leading `~/` means the home directory, for where no shell has seen it.
 */
export async function findQemu(where: {
  readonly wanted?: string | undefined
  readonly env?: string | undefined
  readonly path: string
}): Promise<Found | null> {
  const { wanted, env, path } = where
  if (wanted !== undefined && wanted !== '') return { path: await named(wanted, path), from: '--qemu' }
  if (env !== undefined && env !== '') return { path: await named(env, path), from: '$CHARDEV_FC_QEMU' }
  const onPath = await lookUp('qemu-system-x86_64', path)
  return onPath === null ? null : { path: onPath, from: 'PATH' }
}

async function named(name: string, path: string): Promise<string> {
  const here = resolve(name.startsWith('~/') ? join(homedir(), name.slice(2)) : name)
  if (name.includes('/') || (await isProgram(here))) return here
  return (await lookUp(name, path)) ?? here
}

async function lookUp(name: string, path: string): Promise<string | null> {
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
