import { open, readdir, readFile, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { run } from '../../images/packages/shell.ts'
import type { Program } from './debian/unpacked-programs.ts'

/** What a disk is made of. */
export interface DiskOrder {
  /** Runs a program of the unpacked `diskPackages`. */
  readonly program: Program
  /** Where those are. */
  readonly tools: string
  /** All that shall be on the disk. */
  readonly folder: string
  readonly mebibytes: number
  /** What GRUB does, as its own commands; the disk is `(hd0,msdos1)`. */
  readonly grub: string
  readonly scratch: string
  readonly to: string
}

/** The packages that `makeDisk` works with. */
export const diskPackages = ['grub-pc-bin', 'e2fsprogs']

const sector = 512
/** Where partitions begin since disks have 4 KiB sectors. GRUB lies before it. */
const firstSector = 2048

/** Makes a raw disk with GRUB and one partition, on which all files belong to root. Needs neither root nor mounts. */
export async function makeDisk(order: DiskOrder): Promise<void> {
  const { program, tools, folder, mebibytes, scratch, to } = order
  const partition = join(scratch, 'partition')
  // No ext4: which of its parts GRUB knows changes from release to release.
  await program('sbin/mke2fs', '-q', '-F', '-t', 'ext2', '-d', folder, partition, `${mebibytes}M`)
  await giveToRoot(order, partition)
  const modules = join(tools, 'usr/lib/grub/i386-pc')
  const [core, config] = [join(scratch, 'core'), join(scratch, 'grub.cfg')]
  await writeFile(config, order.grub)
  const options = ['-O', 'i386-pc', '-d', modules, '-p', '(hd0,msdos1)/', '-c', config, '-o', core]
  await program('usr/bin/grub-mkimage', ...options, 'biosdisk', 'part_msdos', 'ext2', 'linux')
  await assemble({ boot: join(modules, 'boot.img'), core, partition, to, mebibytes })
}

/** mke2fs keeps the owners that the files have here. */
async function giveToRoot({ program, folder, scratch }: DiskOrder, partition: string): Promise<void> {
  const paths = ['', ...(await readdir(folder, { recursive: true }))]
  const commands = paths.flatMap(path => ['uid', 'gid'].map(field => `sif "/${path}" ${field} 0\n`))
  const script = join(scratch, 'owners')
  await writeFile(script, commands.join(''))
  await program('sbin/debugfs', '-w', '-f', script, partition)
}

interface Parts {
  readonly boot: string
  readonly core: string
  readonly partition: string
  readonly to: string
  readonly mebibytes: number
}

/** boot.img looks for the rest of GRUB in the sectors behind its own, where grub-mkimage means it to lie: no set-up. */
async function assemble({ boot, core, partition, to, mebibytes }: Parts): Promise<void> {
  const sectors = (mebibytes * 1024 ** 2) / sector
  await writeFile(to, await readFile(boot))
  await truncate(to, (firstSector + sectors) * sector)
  await using disk = await open(to, 'r+')
  await disk.write(await readFile(core), 0, undefined, sector)
  const table = Buffer.alloc(66)
  table.set([0x80, 0, 0, 0, 0x83]) // Active; Linux.
  table.writeUInt32LE(firstSector, 8)
  table.writeUInt32LE(sectors, 12)
  table.set([0x55, 0xaa], 64)
  await disk.write(table, 0, undefined, 446)
  const seek = (firstSector * sector) / 1024 ** 2
  await run(['dd', `if=${partition}`, `of=${to}`, 'bs=1M', `seek=${seek}`, 'conv=notrunc,sparse'])
}
