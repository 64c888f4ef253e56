import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join, relative } from 'node:path'
import t from 'tap'
import { onPath } from '../../cache/program.ts'
import { programAt } from './find.ts'

function program(path: string, mode = 0o755): string {
  writeFileSync(path, '#!/bin/sh\n')
  chmodSync(path, mode)
  return path
}

t.test('a program is found in the first folder of PATH that has it', async t => {
  const [empty, first, second] = ['empty', 'first', 'second'].map(name => join(t.testdir(), name))
  for (const folder of [empty, first, second]) mkdirSync(folder ?? '')
  const here = program(join(second ?? '', 'qemu-system-x86_64'))
  mkdirSync(join(empty ?? '', 'qemu-system-x86_64')) // A folder is no program …
  program(join(first ?? '', 'qemu-system-x86_64'), 0o644) // … nor is what may not be executed.
  t.equal(await onPath('qemu-system-x86_64', `${empty}::${first}:${second}`), here)
  t.equal(await onPath('qemu-system-x86_64', `${empty}:${first}`), null)
  t.equal(await onPath('qemu-system-x86_64', ''), null)
})

t.test('program names as typed', async t => {
  const folder = t.testdir()
  const mine = program(join(folder, 'my-qemu'))
  t.equal(await programAt('~/q/qemu', ''), join(homedir(), 'q/qemu'))
  t.equal(await programAt(relative(process.cwd(), mine), ''), mine)
  t.equal(await programAt('my-qemu', folder), mine, 'a bare name is looked up as a shell would')
  t.equal(await programAt('not-there', folder), join(process.cwd(), 'not-there'), 'for the probe to say so')
})
