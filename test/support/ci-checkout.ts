import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative, sep } from 'node:path'
import { env } from 'node:process'
import { fileURLToPath } from 'node:url'
import { execa } from 'execa'
import type { Test } from 'tap'
import { paths } from '../../src/cli/paths.ts'

export const root = fileURLToPath(new URL('../../../', import.meta.url))

/** A machine of a CI engine: a checkout of ours that is set up already, and a home. */
export interface Machine {
  readonly home: string
  readonly checkout: string
}

/** Copies this checkout; with `cache` (below the machine's folder), what an engine's cache would bring. */
export function machine(t: Test, cache?: string): Machine {
  const place = realpathSync(mkdtempSync(join(tmpdir(), 'cfc-ci-')))
  t.teardown(() => rmSync(place, { recursive: true }))
  const checkout = join(place, 'work')
  const left = new Set(['.git', 'node_modules'])
  cpSync(root, checkout, {
    recursive: true,
    // Whether it is set up goes by the time of what was compiled.
    preserveTimestamps: true,
    filter: source => !left.has(relative(root, source).split(sep)[0] ?? ''),
  })
  symlinkSync(join(root, 'node_modules'), join(checkout, 'node_modules'))
  const home = join(place, 'home')
  mkdirSync(home)
  if (cache !== undefined) bring(join(place, cache))
  return { home, checkout }
}

function bring(cache: string): void {
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
    // Nothing of this machine's settings.
    extendEnv: false,
    env: { PATH: env['PATH'] ?? '', HOME: home, CI: 'true', ...variables },
    reject: false,
    stdin: 'ignore',
    all: true,
  })
  return { exitCode, all }
}
