import { constants } from 'node:fs'
import { chmod, copyFile, mkdir, readdir, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { codeOf } from '../../src/cache/code-of.ts'
import { InfraError } from '../../src/model/errors.ts'
import { openTree, type PackageTree } from '../packages/package-tree.ts'
import { qemuWrapper } from './qemu-wrapper.ts'

const LIB = 'lib/x86_64-linux-gnu'

/**
 * Takes out of unpacked packages what QEMU needs to run, and nothing else: the program, its loader and the
 * libraries it links to, its modules and its firmware, all as plain files in flat folders. So no symbolic
 * link of the packages (absolute ones, merged /usr) is left to go astray, and 170 MB become about 80.
 *
 * @throws InfraError when a needed file is not in the packages.
 */
export async function gatherQemu(root: string, made: string): Promise<void> {
  const tree = await openTree(root)
  const binary = await wanted(tree, 'usr/bin/qemu-system-x86_64')
  const modules = await filesIn(tree, `usr/${LIB}/qemu`)
  const { found, missing } = await tree.libraries([binary, ...modules.values()])
  const own = await tree.libraries([binary])
  if (own.missing.length > 0) {
    throw new InfraError(
      `QEMU needs ${own.missing.join(', ')}, which no package of its release contains: report this with the name of your release (${missing.length} missing in all)`,
    )
  }
  for (const [name, path] of modules) await place(path, join(made, 'modules', name))
  for (const [name, path] of found) await place(path, join(made, 'lib', name))
  // Loaded by name at run time: name resolution of an older libc, and unwinding when a thread is cancelled.
  for (const name of [
    'ld-linux-x86-64.so.2',
    'libnss_files.so.2',
    'libnss_dns.so.2',
    'libresolv.so.2',
    'libgcc_s.so.1',
  ]) {
    const path = (await tree.find(`${LIB}/${name}`)) ?? (await tree.find(`usr/${LIB}/${name}`))
    if (path !== undefined) await place(path, join(made, 'lib', name))
  }
  await place(binary, join(made, 'bin/qemu-system-x86_64'))
  await gatherFirmware(tree, join(made, 'firmware'))
  await writeFile(join(made, 'qemu-system-x86_64'), qemuWrapper)
  await chmod(join(made, 'qemu-system-x86_64'), 0o755)
}

/** One folder for one `-L`; the first of equal names wins, as with several `-L`. */
async function gatherFirmware(tree: PackageTree, to: string): Promise<void> {
  for (const from of ['usr/share/qemu', 'usr/share/seabios', 'usr/lib/ipxe/qemu']) {
    for (const [name, path] of await filesIn(tree, from)) {
      // Firmware of other processors: `ls -S` of the folder shows them as most of its size.
      if (
        !/^(edk2|qemu_vga|skiboot|u-boot|s390|hppa|opensbi|openbios|palcode|slof|petalogix|canyonlands)/.test(
          name,
        )
      ) {
        await place(path, join(to, name))
      }
    }
  }
  if (!(await stat(join(to, 'bios-256k.bin')).catch(() => undefined))) {
    throw new InfraError(
      'no package of this release contains SeaBIOS (bios-256k.bin): report this with the name of your release',
    )
  }
}

async function wanted(tree: PackageTree, path: string): Promise<string> {
  const found = await tree.find(path)
  if (found === undefined)
    throw new InfraError(
      `the packages of this release do not contain /${path}: report this with the name of your release`,
    )
  return found
}

/** Relative name → real path of all regular files below a folder. */
async function filesIn(tree: PackageTree, dir: string): Promise<Map<string, string>> {
  const files = new Map<string, string>()
  for (const name of (await readdir(join(tree.root, dir), { recursive: true }).catch(() => [])).sort()) {
    const path = await tree.find(join(dir, name))
    if (path !== undefined && (await stat(path)).isFile()) files.set(name, path)
  }
  return files
}

async function place(from: string, to: string): Promise<void> {
  await mkdir(dirname(to), { recursive: true })
  await copyFile(from, to, constants.COPYFILE_FICLONE | constants.COPYFILE_EXCL).catch((error: unknown) => {
    if (codeOf(error) !== 'EEXIST') throw error
  })
}
