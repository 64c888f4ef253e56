import { chmod, copyFile, mkdir, readdir, rename, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { missingPrograms } from '../../../images/packages/missing-programs.ts'
import { openTree } from '../../../images/packages/package-tree.ts'
import { cached } from '../cached.ts'
import { copyLibraries } from './libraries.ts'

/** A program that tests run: not every machine on which chardev-fc works has it. */
interface Wanted {
  readonly package: string
  /** What it reads besides its libraries: folders of the package, with `*` for one version. */
  readonly folders?: readonly string[]
  /** Where it looks for these if not at their usual place. */
  readonly env?: Readonly<Record<string, string>>
}

/** Goes up when the folder is made differently. */
const recipe = 1

const wanted: Readonly<Record<string, Wanted>> = {
  cpio: { package: 'cpio' },
  git: {
    package: 'git',
    folders: ['usr/lib/git-core', 'usr/share/git-core'],
    env: { GIT_EXEC_PATH: 'usr/lib/git-core', GIT_TEMPLATE_DIR: 'usr/share/git-core/templates' },
  },
  // It finds its library from its own path.
  python3: { package: 'python3', folders: ['usr/lib/python3.*'] },
  shellcheck: { package: 'shellcheck' },
  ss: { package: 'iproute2' },
  ssh: { package: 'openssh-client' },
  'ssh-keygen': { package: 'openssh-client' },
  'systemd-analyze': {
    package: 'systemd',
    folders: ['usr/lib/systemd/user'],
    env: { SYSTEMD_UNIT_PATH: 'usr/lib/systemd/user' },
  },
}

/** What this machine lacks of the programs that tests run. */
export function lackingPrograms(): Promise<string[]> {
  return missingPrograms(Object.keys(wanted))
}

/**
 * Programs of this machine's release, unpacked into the cache without root: resolves with a folder for PATH; or, in
 * words, why they cannot be had.
 */
export async function debianPrograms(names: readonly string[]): Promise<{ folder: string } | string> {
  const packages = [...new Set(names.flatMap(name => wanted[name]?.package ?? []))]
  const found = await cached({
    place: `programs/${recipe}`,
    files: names.map(name => join('bin', name)),
    fetch: ({ unpack }, scratch) => unpack(packages, 'closure', join(scratch, 'root')),
    make: scratch => make(names, join(scratch, 'root'), join(scratch, 'made')),
  })
  return typeof found === 'string' ? found : { folder: join(found.home, 'bin') }
}

async function make(names: readonly string[], root: string, made: string): Promise<string> {
  const tree = await openTree(root)
  await mkdir(join(made, 'bin'), { recursive: true })
  await mkdir(join(made, 'usr/bin'), { recursive: true })
  const folders = new Set<string>()
  const binaries: string[] = []
  for (const name of names) {
    const binary = (await tree.find(`bin/${name}`)) ?? (await tree.find(`usr/bin/${name}`))
    if (binary === undefined) throw new Error(`no package brought ${name}`)
    binaries.push(binary)
    await copyFile(binary, join(made, 'usr/bin', basename(binary)))
    const { folders: its = [], env = {} } = wanted[name] ?? {}
    for (const folder of its) for (const path of await matching(root, folder)) folders.add(path)
    const wrapper = join(made, 'bin', name)
    await writeFile(wrapper, wrapperOf(basename(binary), env))
    await chmod(wrapper, 0o755)
  }
  const inFolders = await Promise.all([...folders].map(folder => filesBelow(join(root, folder))))
  await copyLibraries(root, [...binaries, ...inFolders.flat()], join(made, 'lib'))
  for (const folder of folders) {
    await mkdir(join(made, dirname(folder)), { recursive: true })
    await rename(join(root, folder), join(made, folder))
  }
  return made
}

/** Only the program, and what it starts, sees our libraries. */
function wrapperOf(binary: string, env: Readonly<Record<string, string>>): string {
  const settings = Object.entries({ LD_LIBRARY_PATH: 'lib', ...env })
  const lines = settings.map(([name, path]) => `export ${name}="$here/${path}"\n`)
  return `#!/bin/sh\nhere=\${0%/*}/..\n${lines.join('')}exec "$here/usr/bin/${binary}" "$@"\n`
}

async function matching(root: string, folder: string): Promise<string[]> {
  const [start = '', end] = basename(folder).split('*')
  if (end === undefined) return [folder]
  const names = await readdir(join(root, dirname(folder)))
  return names.filter(name => name.startsWith(start)).map(name => join(dirname(folder), name))
}

async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return entries.filter(entry => entry.isFile()).map(entry => join(entry.parentPath, entry.name))
}
