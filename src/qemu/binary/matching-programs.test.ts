import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import t from 'tap'
import { matchingPrograms } from './matching-programs.ts'

void t.test('wildcards in any part of a path; only executable files', async t => {
  const home = t.testdir()
  for (const [name, mode] of [
    ['v9/qemu', 0o755],
    ['v10/qemu', 0o755],
    ['v11/qemu', 0o644],
    ['.hidden/qemu', 0o755],
    ['w1/qemu', 0o755],
  ] as const) {
    mkdirSync(join(home, name, '..'), { recursive: true })
    writeFileSync(join(home, name), '#!/bin/sh\n')
    chmodSync(join(home, name), mode)
  }
  mkdirSync(join(home, 'v12/qemu'), { recursive: true })
  const found = async (pattern: string) => (await matchingPrograms(pattern)).map(path => relative(home, path))
  t.strictSame(await found(`${home}/v*/qemu`), ['v10/qemu', 'v9/qemu'])
  t.strictSame(await found(`${home}/*/q???`), ['v10/qemu', 'v9/qemu', 'w1/qemu'])
  t.strictSame(await found(`${relative(process.cwd(), home)}/v9/*`), ['v9/qemu'])
  t.strictSame(await found(`${home}/nothing/*`), [])
})
