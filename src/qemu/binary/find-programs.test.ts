import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join, relative } from 'node:path'
import t from 'tap'
import { onPath } from '../../cache/program.ts'
import { findPrograms } from './find-programs.ts'

function program(path: string, mode = 0o755): string {
  writeFileSync(path, '#!/bin/sh\n')
  chmodSync(path, mode)
  return path
}

t.test('the first folder of PATH that has a program of the name', async t => {
  const [empty, first, second] = ['empty', 'first', 'second'].map(name => join(t.testdir(), name))
  for (const folder of [empty, first, second]) mkdirSync(folder ?? '')
  const here = program(join(second ?? '', 'qemu-system-x86_64'))
  mkdirSync(join(empty ?? '', 'qemu-system-x86_64')) // A folder is no program …
  program(join(first ?? '', 'qemu-system-x86_64'), 0o644) // … nor is what may not be executed.
  t.equal(await onPath('qemu-system-x86_64', `${empty}::${first}:${second}`), here)
  t.equal(await onPath('qemu-system-x86_64', `${empty}:${first}`), null)
  t.equal(await onPath('qemu-system-x86_64', ''), null)
})

t.test('what a person may type', async t => {
  const folder = t.testdir()
  const mine = program(join(folder, 'my-qemu'))
  t.strictSame(await findPrograms('~/q/qemu', ''), [join(homedir(), 'q/qemu')])
  t.strictSame(await findPrograms(relative(process.cwd(), mine), ''), [mine])
  t.strictSame(await findPrograms('my-qemu', folder), [mine], 'a bare name is looked up as a shell would')
  t.strictSame(await findPrograms('not-there', folder), [])
  t.strictSame(await findPrograms('./not-there', folder), [join(process.cwd(), 'not-there')], 'for the probe')
})

t.test('wildcards in any part of a path; only what can be executed', async t => {
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
  const found = async (pattern: string) => (await findPrograms(pattern, '')).map(path => relative(home, path))
  t.strictSame(await found(`${home}/v*/qemu`), ['v10/qemu', 'v9/qemu'])
  t.strictSame(await found(`${home}/*/q???`), ['v10/qemu', 'v9/qemu', 'w1/qemu'])
  t.strictSame(await found(`${relative(process.cwd(), home)}/v9/*`), ['v9/qemu'])
  t.strictSame(await found(`${home}/nothing/*`), [])
})
