import { createHash } from 'node:crypto'
import { access } from 'node:fs/promises'
import { basename, resolve } from 'node:path'
import { UsageError } from '../../model/errors.ts'
import type { DiskOptions } from '../option/guest-options.ts'

/** The user's own kernel and initramfs as a named image, or null. Throws UsageError for files that cannot be read. */
export async function ownKernel({
  kernel,
  initrd,
}: DiskOptions): Promise<{ name: string; kernel: string; initrd: string } | null> {
  if (kernel === 'host' || (kernel === undefined && initrd === undefined)) return null
  if (kernel === undefined || initrd === undefined) {
    throw new UsageError('--kernel and --initrd must be given together (or --kernel host alone)')
  }
  for (const path of [kernel, initrd]) {
    await access(path).catch(error => {
      throw new UsageError(`--kernel, --initrd: cannot read ${path}: ${error.message}`)
    })
  }
  // The name depends on the whole path: files of the same name must not replace each other in cache/boot.
  const hash = createHash('sha256').update(resolve(initrd)).digest('hex').slice(0, 12)
  return { name: `own-${basename(initrd)}-${hash}`, kernel: resolve(kernel), initrd: resolve(initrd) }
}
