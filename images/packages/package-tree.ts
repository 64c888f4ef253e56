import { lstat, readdir, readFile, readlink } from 'node:fs/promises'
import { basename, dirname, join, normalize } from 'node:path'
import { neededLibraries } from './elf.ts'

/** A folder of unpacked packages, read like the root of a system. */
export interface PackageTree {
  readonly root: string
  /** The real path of a file in the tree, with symbolic links resolved inside it; undefined if it is missing. */
  find(path: string): Promise<string | undefined>
  /** The real paths of all shared libraries that the files need, by name. */
  libraries(files: readonly string[]): Promise<{ found: Map<string, string>; missing: string[] }>
}

/** Opens a folder of unpacked packages. */
export async function openTree(root: string): Promise<PackageTree> {
  const find = (path: string) => follow(root, path)
  const index = await indexLibraries(root)

  return {
    root,
    find,
    async libraries(files) {
      const found = new Map<string, string>()
      const missing: string[] = []
      const todo = [...files]
      for (let file = todo.pop(); file !== undefined; file = todo.pop()) {
        for (const name of neededLibraries(await readFile(file))) {
          if (found.has(name) || missing.includes(name)) continue
          const path = index.get(name)
          const real = path === undefined ? undefined : await find(path)
          if (real === undefined) missing.push(name)
          else {
            found.set(name, real)
            todo.push(real)
          }
        }
      }
      return { found, missing }
    },
  }
}

/** Library name to path in the tree. Libraries in the main folder precede those in subfolders (RUNPATH). */
async function indexLibraries(root: string): Promise<Map<string, string>> {
  const index = new Map<string, string>()
  for (const lib of ['lib', 'lib64', 'usr/lib', 'usr/lib64']) {
    const names = await readdir(join(root, lib), { recursive: true }).catch(() => [])
    for (const name of names.sort((a, b) => depth(a) - depth(b) || (a < b ? -1 : 1))) {
      if (/\.so(\.|$)/.test(name) && !index.has(basename(name))) index.set(basename(name), join(lib, name))
    }
  }
  return index
}

function depth(path: string): number {
  return path.split('/').length
}

/**
 * Follows symbolic links like the kernel after a chroot: an absolute link starts at the root of the tree. Packages of a
 * merged-/usr release have no /lib, so /lib/X is looked up as usr/lib/X.
 */
async function follow(root: string, path: string): Promise<string | undefined> {
  let parts = normalize(path).split('/').filter(Boolean)
  let real = ''
  for (let hops = 0; hops < 40; ) {
    const part = parts.shift()
    if (part === undefined) return join(root, real)
    const next = join(real, part)
    const stat = await lstat(join(root, next)).catch(() => undefined)
    if (stat === undefined) {
      if (real !== '' || !/^(bin|sbin|lib|lib64)$/.test(part)) return undefined
      real = 'usr'
      parts.unshift(part)
      hops++
    } else if (stat.isSymbolicLink()) {
      const target = await readlink(join(root, next))
      parts = [
        ...normalize(target.startsWith('/') ? target : join(dirname(next), target)).split('/'),
        ...parts,
      ].filter(Boolean)
      real = ''
      hops++
    } else real = next
  }
  return undefined
}
