import { readdirSync, readFileSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { InfraError, UsageError } from '../model/errors.ts'
import { writeNewFolder } from './new-folder.ts'

const files = [
  { path: 'a.html', text: 'a' },
  { path: 'below/b.html', text: 'b' },
]

void t.test('a folder that is new, or empty', async t => {
  const home = t.testdir({ empty: {} })
  symlinkSync('empty', join(home, 'link'))
  for (const name of ['new', 'some/where/new', 'empty']) {
    writeNewFolder(join(home, name), files)
    t.equal(readFileSync(join(home, name, 'below/b.html'), 'utf8'), 'b')
    t.same(readdirSync(join(home, name)).sort(), ['a.html', 'below'])
  }
  t.same(readdirSync(join(home, 'some/where')), ['new'], 'nothing else is left')
  t.throws(() => writeNewFolder(join(home, 'link'), files), /link is not empty/)
})

void t.test('what cannot be a new folder is left as it was', async t => {
  const home = t.testdir({ full: { mine: 'mine' }, file: 'text' })
  const refused: [string, RegExp][] = [
    [join(home, 'full'), /full is not empty: choose a new folder/],
    [join(home, 'file'), /cannot write .*file: ENOTDIR/],
    [join(home, 'file/new'), /cannot write .*new: ENOTDIR/],
    ['', /empty value/],
    [process.cwd(), /is not empty/],
  ]
  for (const [folder, words] of refused) {
    const error = t.throws(() => writeNewFolder(folder, files), words) as Error
    t.ok(error instanceof UsageError, error.message)
    t.notMatch(error.message, '\n')
  }
  t.same(readdirSync(home).sort(), ['file', 'full'])
  t.same(readdirSync(join(home, 'full')), ['mine'])
})

void t.test('a link that leads nowhere is no new folder', async t => {
  const home = t.testdir({})
  symlinkSync('none', join(home, 'link'))
  t.throws(() => writeNewFolder(join(home, 'link'), files), /cannot write .*link/)
  t.same(readdirSync(home), ['link'])
})

void t.test('a folder that cannot be written whole is not there', async t => {
  const home = t.testdir({})
  const twice = [...files, { path: 'a.html', text: 'again' }]
  t.throws(() => writeNewFolder(join(home, 'new'), twice), InfraError)
  t.same(readdirSync(home), [])
})
