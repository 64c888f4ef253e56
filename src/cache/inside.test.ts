import { execFileSync } from 'node:child_process'
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { UsageError } from '../model/errors.ts'
import { kindInside, readInside, readNamed } from './inside.ts'

const home = t.testdir({ 'secret.txt': 'secret', named: { cells: { one: { 'a.txt': 'text' } } } })
const named = join(home, 'named')
symlinkSync(named, join(home, 'link'))
symlinkSync(join(home, 'secret.txt'), join(named, 'cells/one/b.txt'))
symlinkSync(home, join(named, 'cells/two'))
symlinkSync('/dev/zero', join(named, 'zero'))
symlinkSync('loop', join(named, 'loop'))
execFileSync('mkfifo', [join(named, 'pipe')])

void t.test('files below a folder, which may itself be a link', async t => {
  for (const folder of [named, join(home, 'link')]) {
    t.equal(String(readInside(folder, 'cells/one/a.txt', 10)), 'text')
    t.equal(String(readInside(`${folder}/cells/one/`, '/a.txt', 4)), 'text')
    t.equal(readInside(folder, 'cells/one/none', 10), null)
    t.equal(readInside(folder, 'none/a.txt', 10), null)
    t.equal(readInside(folder, 'cells/one/a.txt/deeper', 10), null)
  }
  t.same(
    ['cells/one', 'cells/one/a.txt', 'pipe', 'none'].map(path => kindInside(named, path)),
    ['folder', 'file', 'other', null],
  )
  t.throws(() => readInside(join(home, 'none'), 'a', 10), { code: 'ENOENT' })
})

void t.test('nothing else is read: one line that names it', async t => {
  const refused: [string, RegExp][] = [
    ['cells/one/b.txt', /cells\/one\/b\.txt is a symbolic link/],
    ['cells/two/secret.txt', /cells\/two is a symbolic link/],
    ['zero', /zero is a symbolic link/],
    ['loop', /loop is a symbolic link/],
    ['pipe', /pipe is not a regular file/],
    ['cells', /cells is not a regular file/],
    ['../secret.txt', /leads out of its folder/],
    ['cells/one/a.txt', /has more than 3 bytes/],
  ]
  for (const [path, message] of refused) {
    t.throws(() => readInside(named, path, 3), message, path)
    try {
      readInside(named, path, 3)
    } catch (error) {
      t.type(error, UsageError)
    }
  }
  t.throws(() => kindInside(named, 'cells/two'), /is a symbolic link/)
})

void t.test('a file that the user named may be a link, and has its limit too', async t => {
  t.equal(String(readNamed(join(named, 'cells/one/b.txt'), 6)), 'secret')
  t.throws(() => readNamed('/dev/zero', 100_000), /has more than 100000 bytes/)
  mkdirSync(join(home, 'big'))
  writeFileSync(join(home, 'big/a'), 'x'.repeat(200_000))
  t.equal(readNamed(join(home, 'big/a'), 200_000).length, 200_000)
  t.throws(() => readNamed(home, 5), { code: 'EISDIR' })
})
