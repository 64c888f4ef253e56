import { createHash } from 'node:crypto'
import { access } from 'node:fs/promises'
import { basename, resolve } from 'node:path'
import { UsageError } from '../../model/errors.ts'

/** A kernel and an initramfs of the user's own, as an image with a name. Throws UsageError for what cannot be read. */
export async function ownFiles(
  kernel: string | undefined,
  initrd: string | undefined,
): Promise<{ name: string; kernel: string; initrd: string }> {
  if (kernel === undefined || initrd === undefined) {
    throw new UsageError('--kernel and --initrd must be given together (or --kernel host alone)')
  }
  for (const path of [kernel, initrd]) {
    await access(path).catch(error => {
      throw new UsageError(`--kernel, --initrd: cannot read ${path}: ${error.message}`)
    })
  }
  // By its whole path: two files of one name would take each other's place among those that guests boot from.
  const place = createHash('sha256').update(resolve(initrd)).digest('hex').slice(0, 12)
  return { name: `own-${basename(initrd)}-${place}`, kernel: resolve(kernel), initrd: resolve(initrd) }
}
