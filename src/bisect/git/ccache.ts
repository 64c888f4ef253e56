import { mkdir, readlink, rename, symlink } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { onPath } from '../../cache/program.ts'

const compilers = ['cc', 'gcc', 'c++', 'g++', 'clang', 'clang++']

/**
 * The environment in which a build uses ccache, or null where ccache is not installed: a folder in front of PATH with
 * links from compiler names to ccache (ccache's manual, "Run modes"). Trees do not share what is compiled: for that
 * ccache would have to write relative paths (CCACHE_BASEDIR), and in the lists of dependencies they mislead QEMU's make,
 * which reads the lists in another folder than it compiles in.
 */
export async function ccacheEnvironment(
  path: string,
  folder: string,
): Promise<Record<string, string> | null> {
  const ccache = await onPath('ccache', path)
  if (ccache === null) return null
  await mkdir(folder, { recursive: true })
  for (const name of compilers) {
    const link = join(folder, name)
    if ((await onPath(name, path)) === null || (await readlink(link).catch(() => null)) === ccache) continue
    // Atomically: another bisection may be using it now.
    await symlink(ccache, `${link}.${process.pid}`)
    await rename(`${link}.${process.pid}`, link)
  }
  return { PATH: `${folder}${delimiter}${path}` }
}
