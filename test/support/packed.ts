import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { execa } from 'execa'
import type { Test } from 'tap'
import { version } from '../../src/cli/tool.ts'
import { bash, type Machine, machine } from './ci-checkout.ts'

let made: Promise<Buffer> | undefined

/** What `npm pack` makes of a copy of this checkout. */
export function tarball(t: Test): Promise<Buffer> {
  made ??= machine(t, {}).then(async ({ checkout }) => {
    const { stdout } = await execa('npm', ['pack', '--silent'], { cwd: checkout })
    return readFileSync(join(checkout, stdout.trim()))
  })
  return made
}

/** Runs the lines of a nightly that get the tool; it is there then. */
export async function installs(t: Test, here: Machine, getIt: string): Promise<void> {
  const { exitCode, all } = await bash(here, `${getIt}\n.chardev-fc/bin/chardev-fc --version`, {})
  t.equal(exitCode, 0, all)
  t.equal(all.trimEnd().split('\n').at(-1), version)
}
