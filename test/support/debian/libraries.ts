import { copyFile, mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { openTree } from '../../../images/packages/package-tree.ts'

/** The machine's own loader takes the machine's own libc only. */
const ofLibc = /^(ld-linux|lib(c|m|dl|rt|pthread|resolv|util|nss_\w+)\.so)/

/** Copies the libraries that programs of unpacked packages need, for LD_LIBRARY_PATH on a machine of their release. */
export async function copyLibraries(root: string, programs: readonly string[], to: string): Promise<void> {
  const { found } = await (await openTree(root)).libraries(programs)
  await mkdir(to, { recursive: true })
  for (const [name, path] of found) if (!ofLibc.test(name)) await copyFile(path, join(to, name))
}
