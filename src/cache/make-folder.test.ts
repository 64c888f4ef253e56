import { mkdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { makeFolder } from './make-folder.ts'

void t.test('makes a folder and its parents, also repeatedly', async t => {
  const path = join(t.testdir(), 'a', 'b', 'c')
  for (const _ of [1, 2]) makeFolder(path, 0o700)
  t.equal(statSync(path).mode & 0o777, 0o700)
})

void t.test('a link to a folder is a folder', async t => {
  const here = t.testdir()
  mkdirSync(join(here, 'real'))
  symlinkSync('real', join(here, 'link'))
  makeFolder(join(here, 'link', 'below'))
  t.ok(statSync(join(here, 'real', 'below')).isDirectory())
})

void t.test('an impossible folder is an error, and the call returns', async t => {
  const here = t.testdir()
  writeFileSync(join(here, 'file'), '')
  t.throws(() => makeFolder(join(here, 'file')), { code: 'EEXIST' })
  t.throws(() => makeFolder(join(here, 'file', 'below')), { code: /ENOTDIR|EEXIST/ })
  t.throws(() => makeFolder('/proc/nothing/here'), { name: 'InfraError', message: /does not allow it/ })
})
