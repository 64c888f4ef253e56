import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { packageRoot } from '../../../images/package-root.ts'
import type { Tools } from '../../guest/prepare-guest.ts'

/** The scripts of our image's /usr/lib/chardev-fc. */
export async function guestTools(): Promise<Tools> {
  const folder = join(packageRoot(), 'images/guest/usr/lib/chardev-fc')
  const names = await readdir(folder)
  return Object.fromEntries(
    await Promise.all(names.map(async name => [name, await readFile(join(folder, name), 'utf8')] as const)),
  )
}
