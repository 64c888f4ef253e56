import { execFile, spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { packageRoot } from '../../images/package-root.ts'

/** Compiles a program that lies beside this file's source, or with `-shared` a library; resolves with its path. */
export async function compiled(
  source: string,
  folder: string,
  flags: readonly string[] = [],
): Promise<string> {
  const made = join(folder, source.replace(/\.c$/, ''))
  const from = join(packageRoot(), 'test/trials', source)
  await promisify(execFile)('gcc', ['-O1', '-Wall', '-Werror', ...flags, '-o', made, from])
  return made
}

/** Why nothing can be compiled here, or null. */
export function noCompiler(): string | null {
  return spawnSync('gcc', ['--version'], { stdio: 'ignore' }).status === 0 ? null : 'there is no gcc'
}
