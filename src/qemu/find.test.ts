import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join, relative } from 'node:path'
import t from 'tap'
import { findQemu } from './find.ts'

function program(path: string, mode = 0o755): string {
  writeFileSync(path, '#!/bin/sh\n')
  chmodSync(path, mode)
  return path
}

t.test('--qemu, else the variable, else PATH, else nothing', async t => {
  const [empty, first, second] = ['empty', 'first', 'second'].map(name => join(t.testdir(), name))
  for (const folder of [empty, first, second]) mkdirSync(folder ?? '')
  const here = program(join(second ?? '', 'qemu-system-x86_64'))
  mkdirSync(join(empty ?? '', 'qemu-system-x86_64')) // A folder is no program …
  program(join(first ?? '', 'qemu-system-x86_64'), 0o644) // … nor is what may not be executed.
  const path = `${empty}::${first}:${second}`
  t.same(await findQemu({ wanted: '/a/q', env: '/b/q', path }), { path: '/a/q', from: '--qemu' })
  t.same(await findQemu({ env: '/b/q', path }), { path: '/b/q', from: '$CHARDEV_FC_QEMU' })
  t.same(await findQemu({ wanted: '', env: '', path }), { path: here, from: 'PATH' })
  t.equal(await findQemu({ path: `${empty}:${first}` }), null)
  t.equal(await findQemu({ path: '' }), null)
})

t.test('what a person may type', async t => {
  const folder = t.testdir()
  const mine = program(join(folder, 'my-qemu'))
  const pathOf = async (wanted: string, path = '') => (await findQemu({ wanted, path }))?.path
  t.equal(await pathOf('~/q/qemu'), join(homedir(), 'q/qemu'))
  t.equal(await pathOf(relative(process.cwd(), mine)), mine)
  t.equal(await pathOf('my-qemu', folder), mine, 'a bare name is looked up as a shell would')
  t.equal(await pathOf('not-there', folder), join(process.cwd(), 'not-there'), 'for the probe to say so')
})
