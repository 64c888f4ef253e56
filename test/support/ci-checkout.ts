import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative, sep } from 'node:path'
import { env } from 'node:process'
import { fileURLToPath } from 'node:url'
import { execa } from 'execa'
import type { Test } from 'tap'
import { paths } from '../../src/cli/paths.ts'
import { chardevFc } from './command.ts'
import { equipment } from './guest.ts'
import { npmSettings } from './npm.ts'

export const root = fileURLToPath(new URL('../../../', import.meta.url))

/** A machine of a CI engine: the checkout of the repository with the workflow, and a home. */
export interface Machine {
  readonly home: string
  readonly checkout: string
}

/**
 * `content`: this checkout, which is set up already, or nothing, as a repository that has only the workflow. `cache`
 * (below the machine's folder): what an engine's cache would bring.
 */
export async function machine(
  t: Test,
  { content = 'ours', cache }: { readonly content?: 'ours' | 'nothing'; readonly cache?: string },
): Promise<Machine> {
  const place = realpathSync(mkdtempSync(join(tmpdir(), 'cfc-ci-')))
  t.teardown(() => rmSync(place, { recursive: true }))
  const [checkout, home] = [join(place, 'work'), join(place, 'home')]
  for (const folder of [checkout, home]) mkdirSync(folder)
  if (content === 'ours') {
    copyCheckout(checkout, ['.git', 'node_modules'])
    symlinkSync(join(root, 'node_modules'), join(checkout, 'node_modules'))
  }
  if (cache !== undefined) await bring(join(place, cache))
  return { home, checkout }
}

/** Copies this checkout, without the files and folders `left`. */
export function copyCheckout(to: string, left: readonly string[]): void {
  cpSync(root, to, {
    recursive: true,
    // Whether it is set up goes by the time of what was compiled.
    preserveTimestamps: true,
    filter: source => !left.includes(relative(root, source).split(sep)[0] ?? ''),
  })
}

async function bring(cache: string): Promise<void> {
  await equipment()
  const { exitCode, stderr } = await chardevFc(['qemu', 'install', 'debian:bookworm'])
  if (exitCode !== 0) throw new Error(stderr)
  for (const part of ['images', 'qemu/debian-bookworm'])
    cpSync(join(paths(env).cache, part), join(cache, part), { recursive: true, verbatimSymlinks: true })
}

/** Runs text as the engines do, in the checkout; resolves at its end, whatever its exit code. */
export async function bash(
  { home, checkout }: Machine,
  text: string,
  variables: Readonly<Record<string, string>>,
): Promise<{ exitCode: number | undefined; all: string }> {
  const { exitCode, all } = await execa('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', text], {
    cwd: checkout,
    // Nothing of this machine's settings, but how npm gets packages.
    extendEnv: false,
    env: { PATH: env['PATH'] ?? '', HOME: home, CI: 'true', ...npmSettings(), ...variables },
    reject: false,
    stdin: 'ignore',
    all: true,
  })
  return { exitCode, all }
}
