import { createHash } from 'node:crypto'
import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { InfraError } from '../../src/model/errors.ts'
import { packageRoot } from '../package-root.ts'
import type { PackageTree } from '../packages/package-tree.ts'
import { run } from '../packages/shell.ts'
import type { CpioEntry } from './cpio.ts'
import type { KernelModule } from './kernel-modules.ts'

/** To be incremented if the packing changes, but not the files in images/guest. */
const RECIPE = 2

const PROGRAMS = ['usr/sbin/dropbear', 'usr/bin/outb', 'usr/bin/inb']
/**
 * Programs that stand where a Debian guest has them, and are called by their paths: GNU's dd for oflag=nonblock, and
 * multitee, which waits in select until it can write (GNU's tee 9.1 gives up at EAGAIN). All else in usr/bin is busybox.
 */
const BY_PATH = ['usr/bin/dd', 'usr/bin/multitee']
const FOLDERS = [
  'bin',
  'dev',
  'etc',
  'lib',
  'lib/modules',
  'lib/x86_64-linux-gnu',
  'lib64',
  'mnt',
  'proc',
  'run',
  'sys',
  'tmp',
  'usr',
  'usr/bin',
  'usr/lib',
  'usr/lib/chardev-fc',
  'var',
]

/** Hash of everything but the packages that determines an image. An image with another hash is built again. Read once. */
export function recipeHash(): Promise<string> {
  recipe ??= hashRecipe()
  return recipe
}

let recipe: Promise<string> | undefined

async function hashRecipe(): Promise<string> {
  const hash = createHash('sha256').update(`recipe ${RECIPE}\n`)
  for (const file of await overlay())
    hash.update(`${file.path} ${file.content.length}\n`).update(file.content)
  return hash.digest('hex')
}

/**
 * The entries of the guest's initramfs: busybox with its applets, dropbear and the port tools with their libraries and
 * loader, kernel modules, and the files of images/guest. It has no keys.
 */
export async function guestRoot(tree: PackageTree, modules: readonly KernelModule[]): Promise<CpioEntry[]> {
  const busybox = await wanted(tree, 'bin/busybox')
  const programs = await Promise.all(PROGRAMS.map(path => wanted(tree, path)))
  const byPath = await Promise.all(BY_PATH.map(path => wanted(tree, path)))
  const names = await applets(busybox)
  return [
    ...FOLDERS.map(path => directory(path, 0o755)),
    directory('root', 0o700),
    directory('etc/dropbear', 0o700),
    // The input and output of init until devtmpfs is mounted.
    { kind: 'character', path: 'dev/console', mode: 0o600, major: 5, minor: 1 },
    ...(await overlay()),
    file('bin/busybox', 0o755, await readFile(busybox)),
    ...names.map(name => link(`bin/${name}`, 'busybox')),
    ...names
      .filter(name => !BY_PATH.includes(`usr/bin/${name}`))
      .map(name => link(`usr/bin/${name}`, '../../bin/busybox')),
    link('sbin', 'bin'),
    link('usr/sbin', '../../bin'),
    ...(await Promise.all(
      byPath.map(async (path, index) => file(BY_PATH[index] ?? '', 0o755, await readFile(path))),
    )),
    ...(await Promise.all(
      programs.map(async path => file(`bin/${nameOf(path)}`, 0o755, await readFile(path))),
    )),
    ...(await libraries(tree, [...programs, ...byPath])),
    ...modules.map(({ name, content }) => file(`lib/modules/${name}.ko`, 0o644, content)),
    file('lib/modules/load-order', 0o644, Buffer.from(modules.map(({ name }) => `${name}.ko\n`).join(''))),
  ]
}

/** The files of images/guest. Their modes depend on the folder: those on disk depend on the umask of the checkout. */
async function overlay() {
  const root = join(packageRoot(), 'images/guest')
  const paths = (await readdir(root, { recursive: true })).sort()
  const files = []
  for (const path of paths) {
    if (!(await stat(join(root, path))).isFile()) continue
    files.push(file(path, path.startsWith('etc/') ? 0o644 : 0o755, await readFile(join(root, path))))
  }
  return files
}

async function libraries(tree: PackageTree, programs: readonly string[]): Promise<CpioEntry[]> {
  const { found, missing } = await tree.libraries(programs)
  if (missing.length > 0)
    throw new InfraError(
      `no package contains ${missing.join(', ')} for the guest's programs: report this with the name of your release`,
    )
  // Until glibc 2.34 the lookup of users in /etc/passwd is a library that is loaded by name.
  const nss = await tree.find('lib/x86_64-linux-gnu/libnss_files.so.2')
  if (nss !== undefined) found.set('libnss_files.so.2', nss)
  const loader = await wanted(tree, 'lib/x86_64-linux-gnu/ld-linux-x86-64.so.2')
  found.delete('ld-linux-x86-64.so.2')
  return [
    file('lib64/ld-linux-x86-64.so.2', 0o755, await readFile(loader)),
    ...(await Promise.all(
      [...found].map(async ([name, path]) =>
        file(`lib/x86_64-linux-gnu/${name}`, 0o644, await readFile(path)),
      ),
    )),
  ]
}

async function applets(busybox: string): Promise<string[]> {
  const { stdout } = await run([busybox, '--list'])
  return stdout.split('\n').filter(name => name !== '' && name !== 'busybox')
}

/** Releases before the merge of /usr have some programs in /bin. */
async function wanted(tree: PackageTree, path: string): Promise<string> {
  const found =
    (await tree.find(path)) ??
    (await tree.find(`usr/${path}`)) ??
    (await tree.find(path.replace(/^usr\//, '')))
  if (found === undefined)
    throw new InfraError(
      `the packages for the guest do not contain /${path}: report this with the name of your release`,
    )
  return found
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}

function directory(path: string, mode: number) {
  return { kind: 'directory', path, mode } as const
}

function file(path: string, mode: number, content: Buffer) {
  return { kind: 'file', path, mode, content } as const
}

function link(path: string, target: string) {
  return { kind: 'link', path, target } as const
}
