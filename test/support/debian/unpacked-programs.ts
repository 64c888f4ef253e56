import { join } from 'node:path'
import { openTree } from '../../../images/packages/package-tree.ts'
import { run } from '../../../images/packages/shell.ts'

/** Runs a program, named by its path below the packages' root, to its end; resolves with what it printed. */
export type Program = (path: string, ...argv: readonly string[]) => Promise<string>

/** The programs of unpacked packages, run with the packages' own loader and libraries. */
export async function unpackedPrograms(root: string): Promise<Program> {
  const tree = await openTree(root)
  const libraries = ['lib', 'usr/lib'].map(lib => join(root, lib, 'x86_64-linux-gnu')).join(':')
  const find = async (path: string) => {
    const found = (await tree.find(path)) ?? (await tree.find(`usr/${path}`))
    if (found === undefined) throw new Error(`no package brought ${path}`)
    return found
  }
  const loader = await find('lib/x86_64-linux-gnu/ld-linux-x86-64.so.2')
  return async (path, ...argv) => {
    const { code, stdout, stderr } = await run([
      loader,
      '--library-path',
      libraries,
      await find(path),
      ...argv,
    ])
    if (code !== 0) throw new Error(`${path} ended with ${code}: ${stderr}`)
    return stdout
  }
}
