import { open, stat } from 'node:fs/promises'
import { messageOf, UsageError } from '../model/errors.ts'

/** Magic bytes of disk image formats (block/qcow2.c, qcow.c, qed.c, vmdk.c, vhdx.c, vpc.c, vdi.c at 0x40). */
const magics: readonly (readonly [format: string, offset: number, bytes: string])[] = [
  ['qcow', 0, 'QFI\xfb\0\0\0\x01'],
  ['qcow2', 0, 'QFI\xfb'],
  ['qed', 0, 'QED\0'],
  ['vmdk', 0, 'KDMV'],
  ['vhdx', 0, 'vhdxfile'],
  ['vpc', 0, 'conectix'],
  ['vdi', 0x40, '\x7f\x10\xda\xbe'],
  // A boot sector: QEMU warns about a raw disk unless the format is given.
  ['raw', 510, '\x55\xaa'],
]

/**
 * QEMU's name for the format of a disk image, from the magic bytes, or undefined if they match none. Throws UsageError
 * if the file does not exist, is not readable, or is neither a file nor a block device.
 */
export async function diskFormat(path: string): Promise<string | undefined> {
  const head = Buffer.alloc(512)
  try {
    const file = await stat(path)
    if (!file.isFile() && !file.isBlockDevice())
      throw new UsageError(`--image: ${path} is neither a file nor a block device`)
    await using image = await open(path)
    await image.read({ buffer: head, position: 0 })
  } catch (error) {
    if (error instanceof UsageError) throw error
    throw new UsageError(`--image: ${path} cannot be read (${messageOf(error)})`)
  }
  const text = head.toString('latin1')
  return magics.find(([, offset, bytes]) => text.startsWith(bytes, offset))?.[0]
}
