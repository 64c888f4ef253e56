import { copyFile, mkdir, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { unpackedKernel } from '../../../images/image/kernel.ts'
import { kernelArguments } from '../../../images/image/kernel-arguments.ts'
import { kernelPackages } from '../../../images/image/kernel-packages.ts'
import { newKeyPair, opensshPrivateKey, publicKeyLine } from '../../../images/image/ssh-keys.ts'
import { openTree } from '../../../images/packages/package-tree.ts'
import { cached, type Packages } from '../cached.ts'
import { diskPackages, makeDisk } from '../disk.ts'
import { debianInitrd } from './initrd.ts'
import { debianPackages, settleDebian } from './root.ts'
import { unpackedPrograms } from './unpacked-programs.ts'

/** Goes up when the disk is made differently. */
const recipe = 1
const mebibytes = 400
const grub = `set root=(hd0,msdos1)
linux /boot/vmlinuz ${kernelArguments.join(' ')}
initrd /boot/initrd
boot
`

/** A real Debian on a disk, as its user has it. */
export interface DebianDisk {
  readonly qcow2: string
  /** The file with the private key of `tester`. */
  readonly key: string
}

/**
 * A Debian, made of this machine's packages and kept in the cache; or, in words, why this machine can make none: it
 * has no apt, or no network.
 */
export async function debianDisk(): Promise<DebianDisk | string> {
  const found = await cached({ place: `disks/own-${recipe}`, files: ['disk.qcow2'], fetch, make })
  if (typeof found === 'string') return found
  return { qcow2: join(found.home, 'disk.qcow2'), key: join(found.home, 'key') }
}

async function fetch({ source, apt, unpack }: Packages, scratch: string): Promise<void> {
  const { tools, root } = trees(scratch)
  await unpack([...diskPackages, 'qemu-utils', 'busybox-static', 'kmod'], 'closure', tools)
  await unpack(debianPackages, 'closure', root)
  await unpack(await kernelPackages(apt, source), 'alone', root)
}

function trees(scratch: string): { readonly tools: string; readonly root: string } {
  return { tools: join(scratch, 'tools'), root: join(scratch, 'root') }
}

/** Resolves with a folder that holds the disk and its key. */
async function make(scratch: string): Promise<string> {
  const { tools, root } = trees(scratch)
  const made = join(scratch, 'made')
  await mkdir(made)
  const pair = newKeyPair()
  await writeFile(join(made, 'key'), opensshPrivateKey(pair, 'tester'), { mode: 0o600 })
  await settleDebian(root, publicKeyLine(pair, 'tester'))
  const program = await unpackedPrograms(tools)
  const kernel = await unpackedKernel(await openTree(root))
  // kmod is what it is called by.
  await copyFile(join(root, 'usr/bin/kmod'), join(tools, 'depmod'))
  await program('depmod', '-b', root, kernel.version)
  const busybox = (await (await openTree(tools)).find('bin/busybox')) ?? 'busybox'
  await writeFile(join(root, 'boot/initrd'), await debianInitrd(kernel.modules, busybox, scratch))
  await rename(kernel.vmlinuz, join(root, 'boot/vmlinuz'))
  const raw = join(scratch, 'raw')
  await makeDisk({ program, tools, folder: root, mebibytes, grub, scratch, to: raw })
  await program('usr/bin/qemu-img', 'convert', '-O', 'qcow2', raw, join(made, 'disk.qcow2'))
  return made
}
