import { open, stat } from 'node:fs/promises'
import { messageOf, UsageError } from '../model/errors.ts'

/** Beginnings of files that name a format (block/qcow2.c, qcow.c, qed.c, vmdk.c, vhdx.c, vpc.c, vdi.c at 0x40). */
const magics: readonly (readonly [format: string, offset: number, bytes: string])[] = [
  ['qcow', 0, 'QFI\xfb\0\0\0\x01'],
  ['qcow2', 0, 'QFI\xfb'],
  ['qed', 0, 'QED\0'],
  ['vmdk', 0, 'KDMV'],
  ['vhdx', 0, 'vhdxfile'],
  ['vpc', 0, 'conectix'],
  ['vdi', 0x40, '\x7f\x10\xda\xbe'],
  // A boot sector: QEMU warns about a raw disk unless it is told that it is one.
  ['raw', 510, '\x55\xaa'],
]

/**
 * QEMU's name of a disk image's format, by what the file begins with, or undefined where that does not tell.
 * Throws UsageError for what is no disk image: no such file, a folder, one that may not be read.
 */
export async function diskFormat(path: string): Promise<string | undefined> {
  const wrong = (why: string) => new UsageError(`--image: ${path} ${why}`)
  const file = await stat(path).catch((error: Error) => {
    throw wrong(`cannot be read (${error.message})`)
  })
  if (!file.isFile() && !file.isBlockDevice()) throw wrong('is neither a file nor a block device')
  const head = Buffer.alloc(512)
  try {
    await using image = await open(path)
    await image.read({ buffer: head, position: 0 })
  } catch (error) {
    throw wrong(`cannot be read (${messageOf(error)})`)
  }
  const text = head.toString('latin1')
  return magics.find(([, offset, bytes]) => text.startsWith(bytes, offset))?.[0]
}
