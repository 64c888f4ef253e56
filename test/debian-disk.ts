import { access, copyFile, mkdir, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { openApt } from '../images/apt.ts'
import { unpackDebs } from '../images/deb-packages.ts'
import { unpackedKernel } from '../images/kernel.ts'
import { kernelArguments } from '../images/kernel-arguments.ts'
import { kernelPackages } from '../images/kernel-packages.ts'
import { readMachine } from '../images/machine.ts'
import { packageSource } from '../images/package-source.ts'
import { openTree } from '../images/package-tree.ts'
import { newKeyPair, opensshPrivateKey, publicKeyLine } from '../images/ssh-keys.ts'
import { publish, withWorkspace } from '../src/cache/workspace.ts'
import { paths } from '../src/cli/paths.ts'
import { InfraError, UsageError } from '../src/model/errors.ts'
import { debianInitrd } from './debian-initrd.ts'
import { debianPackages, settleDebian } from './debian-root.ts'
import { diskPackages, makeDisk } from './disk.ts'
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
  const { cache } = paths(process.env)
  const folder = join(cache, 'disks', `own-${recipe}`)
  const disk = { qcow2: join(folder, 'disk.qcow2'), key: join(folder, 'key') }
  const isThere = await access(disk.qcow2).then(
    () => true,
    () => false,
  )
  if (isThere) return disk
  return withWorkspace(cache, async scratch => {
    const unpacked = await fetchPackages(scratch).catch((error: unknown) => {
      if (error instanceof UsageError || error instanceof InfraError) return error.message
      throw error
    })
    if (typeof unpacked === 'string') return unpacked
    await publish(await make(scratch, unpacked), folder, true)
    return disk
  })
}

interface Unpacked {
  readonly tools: string
  readonly root: string
}

async function fetchPackages(scratch: string): Promise<Unpacked> {
  const say = () => undefined
  const source = packageSource('native', await readMachine())
  const apt = await openApt({ dir: join(scratch, 'apt'), source, say })
  const [tools, root] = [join(scratch, 'tools'), join(scratch, 'root')]
  const forTools = [...diskPackages, 'qemu-utils', 'busybox-static', 'kmod']
  await unpackDebs({ debs: await apt.download(forTools, 'closure'), tree: tools, say })
  await unpackDebs({ debs: await apt.download(debianPackages, 'closure'), tree: root, say })
  await unpackDebs({ debs: await apt.download(await kernelPackages(apt, source), 'alone'), tree: root, say })
  return { tools, root }
}

/** Resolves with a folder that holds the disk and its key. */
async function make(scratch: string, { tools, root }: Unpacked): Promise<string> {
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
